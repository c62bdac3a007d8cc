import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Has `count` processes do a task of postgres-writer.ts at the same moment. Resolves to what each of them got. */
export async function inProcesses(url: string, count: number, task: string): Promise<unknown[]> {
  const children = Array.from({ length: count }, (_, n) =>
    fork(join(import.meta.dirname, 'postgres-writer.ts'), [url, `w${n}`], { execArgv: ['--import', 'tsx'] }),
  );
  try {
    await Promise.all(children.map((child) => message(child)));
    const answers = children.map((child) => message(child));
    for (const child of children) child.send(task);
    return (await Promise.all(answers)).map((answer) => answer.result);
  } finally {
    for (const child of children) child.kill();
  }
}

async function message(child: ReturnType<typeof fork>): Promise<{ result?: unknown }> {
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`A writer ended with ${code}`)),
  );
  ended.catch(() => undefined);
  const [answer]: { result?: unknown }[] = await Promise.race([once(child, 'message'), ended]);
  return answer ?? {};
}
