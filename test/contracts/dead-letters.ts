import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PermanentError } from '../../src/lib/errors.ts';
import type { JobQueue } from '../../src/stores/job-queue.ts';

interface Payload {
  readonly path: string;
}

const job = (key: string) => ({ key, payload: { path: `${key}.pdf` } });

/** Each promise of the dead letters of a JobQueue, and of its lag. `open` gives an empty queue of this bound. */
export function deadLettersContract(name: string, open: (bound: number) => Promise<JobQueue<Payload>>): void {
  describe(`${name} as a keeper of dead letters`, () => {
    let queue: JobQueue<Payload>;
    beforeEach(async () => {
      queue = await open(10);
    });
    afterEach(() => queue.close());

    /** Handles what is queued until nothing is left. */
    const work = async (handle: (key: string) => void): Promise<void> => {
      const stop = new AbortController();
      const working = queue.work(async ({ key }) => handle(key), { concurrency: 1, signal: stop.signal });
      await queue.idle();
      stop.abort();
      await working;
    };
    const bad = (key: string): never => {
      throw new PermanentError('CVX_TEST', `${key}.pdf is bad`);
    };
    const dieAll = async (...keys: string[]): Promise<void> => {
      await queue.add(keys.map(job));
      await work(bad);
    };

    test('lists what died, oldest first and page by page, with the reason', async () => {
      await dieAll('a', 'b', 'c');
      const [first, ...rest] = await queue.deadLetters.list({ limit: 2 });
      expect(first).toEqual({
        ...job('a'),
        id: expect.any(String),
        reason: 'CVX_TEST: a.pdf is bad',
        attempts: 1,
        diedAt: expect.any(Date),
      });
      expect(rest.map(({ key }) => key)).toEqual(['b']);
      const next = await queue.deadLetters.list({ limit: 2, after: rest[0]!.id });
      expect(next.map(({ key }) => key)).toEqual(['c']);
      expect(await queue.deadLetters.list({ limit: 2, after: next[0]!.id })).toEqual([]);
    });

    test('keeps no text of errors that are not made for reading', async () => {
      await queue.add([job('a')]);
      await work(() => {
        throw new TypeError('cannot read "Jane Doe, 12 Elm Street"');
      });
      expect(await queue.deadLetters.list({ limit: 9 })).toMatchObject([
        { reason: 'TypeError', attempts: 3 },
      ]);
    });

    test('queues again on retry, with its payload, and has it no longer', async () => {
      await dieAll('a', 'b');
      expect(await queue.deadLetters.retry(['a', 'unknown'])).toBe(1);
      expect(await queue.counts()).toEqual({ waiting: 1, running: 0, dead: 1 });
      const seen: string[] = [];
      await work((key) => seen.push(key));
      expect(seen).toEqual(['a']);
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 1 });
    });

    test('waits at the bound on retry', async () => {
      await dieAll('dead');
      await queue.add(Array.from({ length: 10 }, (_, n) => job(`${n}`)));
      let retried = false;
      const retrying = queue.deadLetters.retry(['dead']).then(() => (retried = true));
      await sleep(50);
      expect(retried).toBe(false);
      await work(() => undefined);
      await retrying;
      await work(() => undefined);
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
    });

    test('drops', async () => {
      await dieAll('a', 'b');
      expect(await queue.deadLetters.drop(['a', 'unknown'])).toBe(1);
      expect(await queue.deadLetters.list({ limit: 9 })).toMatchObject([{ key: 'b' }]);
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 1 });
    });

    test('has one dead letter for a key, and none once it is added again', async () => {
      await dieAll('a');
      await dieAll('a');
      expect(await queue.counts()).toMatchObject({ dead: 1 });
      await queue.add([job('a')]);
      expect(await queue.counts()).toEqual({ waiting: 1, running: 0, dead: 0 });
    });

    test('tells how far behind the workers are', async () => {
      expect(await queue.lag()).toEqual({ delayed: 0, oldestMs: 0, workers: 0 });
      await queue.add([job('a'), job('b')]);
      let lag = await queue.lag();
      while (lag.oldestMs === 0) {
        await sleep(2);
        lag = await queue.lag();
      }
      let workers = 0;
      const stop = new AbortController();
      const working = queue.work(async () => void ({ workers } = await queue.lag()), {
        concurrency: 1,
        signal: stop.signal,
      });
      await queue.idle();
      stop.abort();
      await working;
      expect(workers).toBe(1);
      expect(await queue.lag()).toEqual({ delayed: 0, oldestMs: 0, workers: 0 });
    });
  });
}
