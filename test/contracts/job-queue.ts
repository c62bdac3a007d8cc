import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PermanentError } from '../../src/lib/errors.ts';
import type { Delivery, JobQueue } from '../../src/stores/job-queue.ts';

interface Payload {
  readonly path: string;
}

const job = (key: string) => ({ key, payload: { path: `${key}.pdf` } });

/** Each promise of the JobQueue port. `open` gives an empty queue of this bound whose tries follow each other quickly. */
export function jobQueueContract(name: string, open: (bound: number) => Promise<JobQueue<Payload>>): void {
  describe(`${name} as a job queue`, () => {
    let queue: JobQueue<Payload>;
    let stop: AbortController;
    const workers: Promise<void>[] = [];
    const work = (handle: (delivery: Delivery<Payload>) => Promise<void>, concurrency = 2): Promise<void> => {
      const working = queue.work(handle, { concurrency, signal: stop.signal });
      workers.push(working);
      return working;
    };
    beforeEach(async () => {
      queue = await open(10);
      stop = new AbortController();
    });
    afterEach(async () => {
      stop.abort();
      await Promise.all(workers.splice(0));
      await queue.close();
    });

    test('hands out each job with its payload, the first try being 1', async () => {
      const seen: Delivery<Payload>[] = [];
      void work(async (delivery) => void seen.push(delivery));
      await queue.add([job('a'), job('b')]);
      await queue.idle();
      expect(seen.map(({ key, payload, attempt }) => ({ key, payload, attempt }))).toEqual([
        { ...job('a'), attempt: 1 },
        { ...job('b'), attempt: 1 },
      ]);
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
    });

    test('adds a key once while it waits or runs, and again once it is done', async () => {
      const seen: string[] = [];
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      await queue.add([job('a'), job('a')]);
      await queue.add([job('a')]);
      expect(await queue.counts()).toMatchObject({ waiting: 1 });
      void work(async ({ key }) => {
        seen.push(key);
        await held;
      });
      await until(async () => (await queue.counts()).running === 1);
      await queue.add([job('a')]);
      release();
      await queue.idle();
      expect(seen).toEqual(['a']);
      await queue.add([job('a')]);
      await queue.idle();
      expect(seen).toEqual(['a', 'a']);
    });

    test('waits at its bound until there is room', async () => {
      expect(queue.bound).toBe(10);
      const jobs = Array.from({ length: 25 }, (_, n) => job(`${n}`));
      let accepted = false;
      const adding = queue.add(jobs).then(() => (accepted = true));
      await until(async () => (await queue.counts()).waiting === 10);
      expect(accepted).toBe(false);
      const seen = new Set<string>();
      void work(async ({ key }) => void seen.add(key));
      await adding;
      await queue.idle();
      expect(seen.size).toBe(25);
    });

    test('stops waiting at its bound when the call is aborted', async () => {
      const call = new AbortController();
      const adding = queue.add(
        Array.from({ length: 11 }, (_, n) => job(`${n}`)),
        { signal: call.signal },
      );
      await until(async () => (await queue.counts()).waiting === 10);
      call.abort(new Error('enough'));
      await expect(adding).rejects.toThrow('enough');
    });

    test('runs as many at once as asked', async () => {
      let running = 0;
      let most = 0;
      await queue.add(Array.from({ length: 9 }, (_, n) => job(`${n}`)));
      void work(async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
      }, 3);
      await queue.idle();
      expect(most).toBe(3);
    });

    test('runs as many at once as the limit allows for now, and none at 0', async () => {
      let limit = 0;
      let running = 0;
      let most = 0;
      await queue.add(Array.from({ length: 9 }, (_, n) => job(`${n}`)));
      const working = queue.work(
        async () => {
          running += 1;
          most = Math.max(most, running);
          await sleep(5);
          running -= 1;
        },
        { concurrency: 4, limit: () => limit, signal: stop.signal },
      );
      workers.push(working);
      await sleep(100);
      expect(await queue.counts()).toMatchObject({ waiting: 9, running: 0 });
      limit = 2;
      await queue.idle();
      expect(most).toBe(2);
    });

    test('waits at its stop for a running job, which is then done', async () => {
      let finish = (): void => undefined;
      const held = new Promise<void>((resolve) => (finish = resolve));
      let isHandled = false;
      const working = work(() => {
        isHandled = true;
        return held;
      });
      await queue.add([job('a')]);
      // A job that runs for the queue may still be on its way to the worker, which then gives it back.
      await until(async () => isHandled);
      stop.abort();
      // Longer than a stopped worker waits for its server once nothing runs.
      await sleep(2500);
      finish();
      await working;
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
    });

    test('tries a failing job three times, then counts it as dead', async () => {
      const attempts: number[] = [];
      void work(async ({ attempt }) => {
        attempts.push(attempt);
        throw new Error('busy');
      });
      await queue.add([job('a')]);
      await queue.idle();
      expect(attempts).toEqual([1, 2, 3]);
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 1 });
    });

    test('does not try again after a PermanentError', async () => {
      const attempts: number[] = [];
      void work(async ({ attempt }) => {
        attempts.push(attempt);
        throw new PermanentError('CVX_TEST', 'bad input');
      });
      await queue.add([job('a')]);
      await queue.idle();
      expect(attempts).toEqual([1]);
      expect(await queue.counts()).toMatchObject({ dead: 1 });
    });

    test('is done with a job that succeeds at its second try', async () => {
      const attempts: number[] = [];
      void work(async ({ attempt }) => {
        attempts.push(attempt);
        if (attempt === 1) throw new Error('busy');
      });
      await queue.add([job('a')]);
      await queue.idle();
      expect(attempts).toEqual([1, 2]);
      expect(await queue.counts()).toMatchObject({ dead: 0 });
    });

    test('ends after an abort once the running jobs have settled, and keeps the rest', async () => {
      let settled = false;
      await queue.add([job('a'), job('b')]);
      const working = work(async ({ signal }) => {
        stop.abort();
        expect(signal.aborted).toBe(true);
        await sleep(20);
        settled = true;
      }, 1);
      await working;
      expect(settled).toBe(true);
      expect(await queue.counts()).toMatchObject({ waiting: 1, running: 0 });
    });

    test('hands a job out again that a stop interrupted', async () => {
      await queue.add([job('a')]);
      await work(async () => {
        stop.abort();
        throw new Error('interrupted');
      });
      stop = new AbortController();
      const seen: string[] = [];
      void work(async ({ key }) => void seen.push(key));
      await queue.idle();
      expect(seen).toEqual(['a']);
    });

    test('refuses calls after close, which may come twice', async () => {
      await queue.ping();
      await queue.close();
      await queue.close();
      const closed = { code: 'CVX_STORE_CLOSED' };
      await expect(queue.ping()).rejects.toMatchObject(closed);
      await expect(queue.add([job('a')])).rejects.toMatchObject(closed);
      await expect(queue.idle()).rejects.toMatchObject(closed);
      await expect(queue.counts()).rejects.toMatchObject(closed);
      await expect(work(async () => undefined)).rejects.toMatchObject(closed);
      workers.length = 0;
    });
  });
}

/** The test's own timeout is the limit. */
async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await sleep(2);
}
