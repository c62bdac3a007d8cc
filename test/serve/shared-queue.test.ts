import { expect, onTestFinished, test } from 'vitest';
import { CvxError } from '../../src/lib/errors.ts';
import { sharedQueue } from '../../src/serve/shared-queue.ts';
import { openMemoryQueue } from '../../src/stores/job-queue/memory.ts';

test('all who ask have one queue; where it could not be opened, the next who asks tries again', async () => {
  let isAway = true;
  let opened = 0;
  const queue = sharedQueue({
    openQueue: async <P>() => {
      opened += 1;
      if (isAway) throw new CvxError('CVX_STORE_UNAVAILABLE', 'Redis does not answer');
      return openMemoryQueue<P>({ bound: 1 });
    },
  });
  const refused = await Promise.allSettled([queue(), queue()]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(opened).toBe(1);
  isAway = false;
  const [first, second] = await Promise.all([queue(), queue()]);
  onTestFinished(() => first.close());
  expect(second).toBe(first);
  expect(await queue()).toBe(first);
  expect(opened).toBe(2);
});
