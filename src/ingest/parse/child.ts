import { ReadError } from '../read/reader.ts';
import { parseDocument } from './parse-document.ts';
import type { ChildMessage, ChildSettings, ParseRequest } from './protocol.ts';

/*
 * One parsing process, forked by parser-pool.ts. Whatever a file does to it (endless loops, memory, crashes) is the
 * parent's to judge; here only what the readers themselves report.
 */

// Ctrl-C reaches the whole process group: what is being read ends when the parent says so.
process.on('SIGINT', () => undefined);
// The parent is gone, or lets this child go.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const settings: ChildSettings = JSON.parse(process.argv[2] ?? '');

process.on('message', ({ path }: ParseRequest) => {
  void parse(path).then(send);
});
send({ kind: 'ready' });

async function parse(path: string): Promise<ChildMessage> {
  try {
    const document = await parseDocument(path, settings);
    return { kind: 'parsed', document, rss: process.memoryUsage.rss() };
  } catch (error) {
    return { kind: 'failed', ...failure(error), rss: process.memoryUsage.rss() };
  }
}

function failure(error: unknown): Pick<ChildMessage & { kind: 'failed' }, 'outcome' | 'reason' | 'cause'> {
  if (error instanceof ReadError)
    return { outcome: error.outcome, reason: error.message, ...placeOf(error.cause) };
  const name = error instanceof Error ? error.name : typeof error;
  return { outcome: 'corrupt', reason: `cvx could not make sense of the file (${name})`, ...placeOf(error) };
}

/** Messages of libraries may quote the document, stack frames do not. */
function placeOf(error: unknown): { cause?: string } {
  if (!(error instanceof Error)) return {};
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { cause: [error.name, ...frames.slice(0, 8)].join('\n') };
}

function send(message: ChildMessage): void {
  process.send?.(message);
}
