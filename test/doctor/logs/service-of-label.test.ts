import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { serviceOfLabel } from '../../../src/doctor/logs/service-of-label.ts';
import { readProject } from '../../../src/project/read-project.ts';

test('a stack that runs under another name is told in its log, and in one that was saved before', async () => {
  await using fixture = await createFixture({
    'compose.yaml':
      'name: shop-live\nservices: {redis: {image: redis}, db: {image: postgres, container_name: main}}\n',
  });
  const project = await readProject({ root: fixture.path, env: {} });
  const serviceOf = serviceOfLabel({ ...project, startedAs: 'shop' });
  const labels = [
    'redis-1',
    'redis_1',
    'shop-redis-1',
    'shop-live-redis-1',
    'main',
    'redis.service',
    'other-redis-1',
  ];
  expect(labels.map(serviceOf)).toEqual(['redis', 'redis', 'redis', 'redis', 'db', 'redis', undefined]);
});
