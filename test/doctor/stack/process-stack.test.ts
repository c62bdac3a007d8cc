import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bytesOf } from '../apply-fix.ts';
import { type ProcessStack, processStack, whyNoProcesses } from './process-stack.ts';
import {
  ALLOWED,
  ATTACK_LINE,
  doctor,
  FALLBACK_LINE,
  faultsIn,
  fillQdrant,
  search,
  type Target,
  targetsOf,
  threeFaults,
  undoEverything,
  until,
} from './three-faults.ts';

const why = await whyNoProcesses();
if (why !== undefined) process.stderr.write(`skipped: the stack of the three faults as processes (${why})\n`);
const isSlow = process.env['CVX_TEST_SLOW'] === '1';
if (!isSlow)
  process.stderr.write("skipped: Redis' silence over two minutes (CVX_TEST_SLOW=1 waits for it)\n");

const SEARCHES = 12;

interface Searches {
  readonly answers: readonly unknown[];
  /** Connections to Qdrant that were opened for them. */
  readonly opened: number;
}

async function searchOften(stack: ProcessStack): Promise<Searches> {
  const qdrant = stack.address('qdrant');
  const before = await connectionsTo(qdrant);
  const answers: unknown[] = [];
  for (let i = 0; i < SEARCHES; i += 1)
    answers.push(await search(stack.address('backend'), 'plumber in leeds'));
  const opened = [...(await connectionsTo(qdrant))].filter((one) => !before.has(one)).length;
  return { answers, opened };
}

/** Near ends of connections that are open, or were until a minute ago: who closes first remembers them so long. */
async function connectionsTo(address: string): Promise<Set<string>> {
  const [host = '', port = ''] = address.split(':');
  const bytes = host
    .split('.')
    .toReversed()
    .map((part) => Number(part).toString(16).padStart(2, '0'));
  const remote = `${bytes.join('')}:${Number(port).toString(16).padStart(4, '0')}`.toUpperCase();
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/));
  return new Set(lines.flatMap(([, local = '', far]) => (far === remote ? [local] : [])));
}

/** Once each target was asked after that moment. */
function scrapedSince(stack: ProcessStack, since: number): Promise<Target[]> {
  return until('each target is scraped', async () => {
    const targets = await targetsOf(stack.address('prometheus'));
    return targets.length > 0 && targets.every(({ lastScrape }) => lastScrape > since) ? targets : undefined;
  });
}

const health = (targets: readonly Target[]): string[] =>
  targets.map(({ job, health: is }) => `${job} ${is}`).sort();

test.skipIf(why !== undefined)(
  'the three faults: seen in what runs, found, repaired, gone, and taken back',
  { timeout: 180_000 },
  async () => {
    await using fixture = await threeFaults();
    const root = fixture.path;
    const before = await bytesOf(root);
    const stack = await processStack(root);
    try {
      await until('Qdrant is filled', () => fillQdrant(stack.address('qdrant')).then(() => true));
      const { answers, opened } = await searchOften(stack);
      expect(opened, 'a connection for each search').toBeGreaterThanOrEqual(SEARCHES);
      expect(health(await scrapedSince(stack, 0))).toEqual(['backend down', 'prometheus up', 'redis down']);
      expect(await stack.log('redis')).toContain(ATTACK_LINE);
      expect(await stack.log('backend')).toContain(FALLBACK_LINE);
      expect(await stack.log('backend')).toContain('"GET /api/metrics HTTP/1.1" 404');

      const sick = await doctor(root, ...stack.args);
      expect(faultsIn(sick)).toEqual([
        'backend-fallback-client backend/app/qdrant_utils.py:31',
        'backend-metrics-missing monitoring/prometheus.yml:12',
        'redis-http-probe monitoring/prometheus.yml:19',
      ]);
      for (const { id, confidence } of sick.findings.filter(({ id }) => /^(backend-|redis-http)/.test(id)))
        expect({ id, confidence }).toEqual({ id, confidence: 'confirmed' });
      expect(sick.code).toBe(1);
      expect(await bytesOf(root), 'looking changes nothing').toEqual(before);

      const mended = await doctor(root, ...stack.args, '--fix', '--yes', ...ALLOWED);
      expect(faultsIn(mended)).toEqual([]);
      expect(mended.repaired.filter(({ outcome }) => !/^(proved|unverified)$/.test(outcome))).toEqual([]);
      const after = await bytesOf(root);
      expect(after).not.toEqual(before);

      // A Redis that begins anew writes its line at the first HTTP that it hears, so its silence is proof at once.
      await stack.up();
      const since = Date.now();
      await until('the backend finds again', () => search(stack.address('backend'), 'x'));
      expect(await searchOften(stack), 'one connection for all').toEqual({ answers, opened: 0 });
      const first = await scrapedSince(stack, since);
      const again = await scrapedSince(stack, Math.max(...first.map(({ lastScrape }) => lastScrape)));
      expect(again.filter(({ health: is }) => is !== 'up')).toEqual([]);
      expect(health(again).length).toBeGreaterThanOrEqual(3);
      expect(await stack.log('redis')).not.toContain(ATTACK_LINE);
      expect(await stack.log('backend')).not.toContain(FALLBACK_LINE);

      const well = await doctor(root, ...stack.args);
      expect(faultsIn(well)).toEqual([]);
      const nothing = await doctor(root, ...stack.args, '--fix', '--yes', ...ALLOWED);
      expect(nothing.repaired).toEqual([]);
      expect(await bytesOf(root), 'a second --fix changes no byte').toEqual(after);

      expect(await undoEverything(root)).toBeGreaterThan(0);
      expect(await bytesOf(root)).toEqual(before);
    } finally {
      await stack.stop();
    }
  },
);

test.skipIf(why !== undefined || !isSlow)(
  'a Redis that goes on running writes its line each minute, and no more once Prometheus asks the exporter',
  { timeout: 400_000 },
  async () => {
    await using fixture = await threeFaults();
    const stack = await processStack(fixture.path);
    const lines = async (): Promise<number> => (await stack.log('redis')).split(ATTACK_LINE).length - 1;
    try {
      await until('Redis complains twice', async () => ((await lines()) >= 2 ? true : undefined), 150_000);
      await doctor(fixture.path, ...stack.args, '--fix', '--yes', '--only', 'redis-http-probe');
      await stack.up('redis-exporter', 'prometheus');
      const then = await lines();
      await sleep(2 * 60_000);
      expect(await lines()).toBe(then);
      expect(health(await targetsOf(stack.address('prometheus')))).toContain('redis up');
    } finally {
      await stack.stop();
    }
  },
);
