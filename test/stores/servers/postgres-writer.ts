import { once } from 'node:events';
import { parsedDocument } from '../parsed-document.ts';
import { openSqlCandidateStore } from '../../../src/stores/candidate-store/sql.ts';
import { poolTo } from './postgres-pool.ts';

/**
 * Child of the PostgreSQL tests. Arguments: URL, name of this writer. Says "ready", waits for the name of a task, does it,
 * answers with its result.
 */
const [, , url = '', writer = ''] = process.argv;
const { pool, close } = poolTo(url);
const store = openSqlCandidateStore(pool, 'postgresql');

const ROUNDS = Array.from({ length: 20 }, (_, n) => n);

const TASKS: Readonly<Record<string, () => Promise<unknown>>> = {
  migrate: () => store.migrate(),
  /** Other bytes in each process, the same person in each round. */
  'shared e-mail': () =>
    eachRound((n) => ({
      path: `${n}-${writer}.txt`,
      document: parsedDocument(`round ${n} by ${writer}`, { emails: [`round${n}@example.com`] }),
    })),
  'same path': () =>
    eachRound((n) => ({
      path: `${n}.txt`,
      document: parsedDocument(`round ${n} by ${writer}`, { emails: [`${writer}${n}@example.com`] }),
    })),
  'same bytes': () =>
    eachRound((n) => ({
      path: `${n}-${writer}.txt`,
      document: parsedDocument(`round ${n}`, { emails: [`round${n}@example.com`] }),
    })),
};

async function eachRound(make: (n: number) => Parameters<typeof store.put>[0][number]): Promise<unknown> {
  const placed: string[] = [];
  for (const n of ROUNDS) for (const { candidate } of await store.put([make(n)])) placed.push(candidate);
  return placed;
}

await store.ping();
process.send?.('ready');
const [task]: string[] = await once(process, 'message');
const result = await TASKS[task ?? '']?.();
process.send?.({ result });
await close();
process.disconnect();
