import type { Readable } from 'node:stream';
import { CvxError } from '../lib/errors.ts';

/** Replaces `-` by the paths that stand on stdin: separated by NUL where there is one (`find -print0`), else by lines. */
export async function expandPathList(
  paths: readonly string[],
  stdin: Readable & { isTTY?: boolean },
): Promise<string[]> {
  if (!paths.includes('-')) return [...paths];
  if (stdin.isTTY === true) {
    throw new CvxError('CVX_USAGE', 'There is no list on stdin.', {
      hint: 'Pipe one:  find . -name "*.pdf" | cvx ingest -',
    });
  }
  const listed = splitList(await readText(stdin));
  if (listed.length === 0) throw new CvxError('CVX_USAGE', 'The list of paths on stdin is empty.');
  return paths.flatMap((path) => (path === '-' ? listed : [path]));
}

function splitList(text: string): string[] {
  return text.split(text.includes('\0') ? '\0' : /\r?\n/).filter((path) => path !== '');
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
