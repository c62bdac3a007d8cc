import process from 'node:process';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageVersion } from '../../../src/lib/package-version.ts';
import { bytesOf } from '../apply-fix.ts';
import { containerStack, whyNoDocker } from './container-stack.ts';
import {
  ALLOWED,
  ATTACK_LINE,
  doctor,
  FALLBACK_LINE,
  FAULTS,
  faultsIn,
  fillQdrant,
  search,
  targetsOf,
  threeFaults,
  undoEverything,
  until,
} from './three-faults.ts';

/** What the compose file names, and what its repair adds. */
const IMAGES = [
  'python:3.12-slim',
  'qdrant/qdrant:v1.18.3',
  'redis:7.0',
  'prom/prometheus:v2.42.0',
  'oliver006/redis_exporter:v1.86.0',
];
const CVX = `cvx:${packageVersion()}`;

async function whySkipped(): Promise<string | undefined> {
  if (process.env['CVX_TEST_SLOW'] !== '1')
    return 'CVX_TEST_SLOW=1 runs it: it waits for the silence of Redis';
  const why = await whyNoDocker();
  if (why !== undefined) return why;
  const image = await execa('docker', ['image', 'inspect', CVX], { reject: false });
  return image.failed ? `there is no image of cvx: docker build -t ${CVX} .` : undefined;
}

const why = await whySkipped();
if (why !== undefined) process.stderr.write(`skipped: the stack of the three faults with Docker (${why})\n`);

test.skipIf(why !== undefined)(
  'with Docker: the three faults are repaired, and prove it by what runs',
  { timeout: 900_000 },
  async () => {
    await using fixture = await threeFaults();
    const root = fixture.path;
    const before = await bytesOf(root);
    const stack = await containerStack(root, IMAGES);
    try {
      await until('Qdrant is filled', async () => {
        await fillQdrant(await stack.address('qdrant', 6333));
        return true;
      });
      const backend = await stack.address('backend', 8000);
      const answers = await until('the backend finds somebody', () => search(backend, 'plumber in leeds'));
      await until('Redis complains', async () =>
        (await stack.log('redis')).includes(ATTACK_LINE) ? true : undefined,
      );
      expect(await stack.log('backend')).toContain(FALLBACK_LINE);
      await until('Prometheus asks for metrics', async () =>
        (await stack.log('backend')).includes('"GET /api/metrics HTTP/1.1" 404') ? true : undefined,
      );

      const sick = await doctor(root);
      expect(faultsIn(sick)).toEqual([
        'backend-fallback-client backend/app/qdrant_utils.py:31',
        'backend-metrics-missing monitoring/prometheus.yml:12',
        'redis-http-probe monitoring/prometheus.yml:19',
      ]);
      for (const { id, evidence } of sick.findings.filter((one) => one.id in FAULTS))
        expect({ id, by: [...new Set(evidence.map(({ by }) => by))] }).toMatchObject({
          id,
          by: expect.arrayContaining(
            id === 'backend-fallback-client' ? ['config', 'log'] : ['config', 'log', 'live'],
          ),
        });

      const mended = await doctor(root, '--fix', '--yes', '--restart', ...ALLOWED);
      const outcomes = new Map(mended.repaired.map(({ id, outcome }) => [id, outcome]));
      expect(Object.fromEntries([...outcomes].filter(([id]) => id in FAULTS))).toEqual({
        'backend-fallback-client': 'proved',
        'backend-metrics-missing': 'proved',
        'redis-http-probe': 'proved',
      });
      expect(mended.repaired.filter(({ outcome }) => !/^(proved|unverified)$/.test(outcome))).toEqual([]);
      expect(faultsIn(mended)).toEqual([]);

      const targets = await until('every target is up', async () => {
        const all = await targetsOf(await stack.address('prometheus', 9090));
        return all.every(({ health }) => health === 'up') ? all : undefined;
      });
      expect(targets.map(({ job }) => job).sort()).toEqual(['backend', 'prometheus', 'redis']);
      expect(await search(await stack.address('backend', 8000), 'plumber in leeds')).toEqual(answers);
      expect(await stack.log('backend')).not.toContain(FALLBACK_LINE);

      const after = await bytesOf(root);
      expect(faultsIn(await doctor(root))).toEqual([]);
      const again = await doctor(root, '--fix', '--yes', ...ALLOWED);
      expect(again.repaired).toEqual([]);
      expect(await bytesOf(root), 'a second --fix changes no byte').toEqual(after);
      expect(await undoEverything(root)).toBeGreaterThan(0);
      expect(await bytesOf(root)).toEqual(before);
    } finally {
      await stack.stop();
    }
  },
);
