import { lastLine } from '../last-line.ts';
import { Unseen } from './observe.ts';

/** Of thousands of containers' descriptions, some kB each. */
const MAX_OUTPUT = 64 * 1024 ** 2;
/** A reason is one line. */
const MAX_REASON = 200;

/** Standard output of the `docker` program, which knows the user's context and keys. Rejects with {@link Unseen}. */
export async function runDocker(args: readonly string[], signal: AbortSignal): Promise<string> {
  const { execa } = await import('execa');
  const result = await execa('docker', args, {
    stdin: 'ignore',
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 500,
    maxBuffer: MAX_OUTPUT,
  });
  signal.throwIfAborted();
  if (result.code === 'ENOENT') throw new Unseen('there is no program docker on the PATH');
  if (!result.failed) return result.stdout;
  const said = lastLine(result.stderr);
  throw new Unseen(said === '' ? `docker ${args[0]} failed` : said.slice(0, MAX_REASON));
}
