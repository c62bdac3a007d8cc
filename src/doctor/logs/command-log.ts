import type { Project } from '../../project/project.ts';
import { lastLine } from '../last-line.ts';
import type { LogSource } from './log-source.ts';

/** Read at most, so that a chatty stack of a busy day cannot hold up the doctor: a gigabyte is read in seconds. */
const MAX_BYTES = 2 * 1024 ** 3;
/** A daemon that says nothing for so long does not answer. */
const TIMEOUT_MS = 120_000;

interface LogCommand {
  readonly name: string;
  readonly service?: string | undefined;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
}

/** What `docker compose logs` has of a project. `files` are Compose's `-f`, none for its own choice. */
export function composeLog(
  { root, startedAs }: Pick<Project, 'root' | 'startedAs'>,
  files: readonly string[],
  since: string,
): LogSource {
  const named = startedAs === undefined ? [] : ['--project-name', startedAs];
  const chosen = [...named, ...files.flatMap((file) => ['-f', file])];
  return commandLog({
    name: 'docker compose logs',
    command: ['docker', 'compose', ...chosen, 'logs', '--no-color', '--timestamps', '--since', since],
    cwd: root,
  });
}

/** The journal of this machine, or of one unit. */
export function journalLog(
  cwd: string,
  unit: string | undefined,
  since: string,
  service?: string,
): LogSource {
  const one = unit === undefined ? [] : ['--unit', unit];
  return commandLog({
    name: unit === undefined ? 'journald' : `journald:${unit}`,
    service,
    command: [
      'journalctl',
      '--no-pager',
      '--quiet',
      '--output',
      'short-iso-precise',
      '--since',
      `-${since}`,
      ...one,
    ],
    cwd,
  });
}

/** Standard output of a program, as a log. Its chunks reject with what the program said where it fails. */
function commandLog({ name, service, command, cwd }: LogCommand): LogSource {
  return {
    name,
    service,
    async *chunks(signal) {
      const { execa } = await import('execa');
      const [program, ...args] = command;
      const child = execa(program, args, {
        cwd,
        stdin: 'ignore',
        buffer: { stdout: false },
        encoding: 'buffer',
        reject: false,
        timeout: TIMEOUT_MS,
        ...(signal === undefined ? {} : { cancelSignal: signal }),
      });
      let bytes = 0;
      for await (const chunk of child.stdout) {
        const piece = Buffer.from(chunk);
        yield piece;
        bytes += piece.length;
        if (bytes > MAX_BYTES) child.kill();
      }
      const result = await child;
      if (result.failed && bytes <= MAX_BYTES) throw new Error(failureOf(result));
    },
  };
}

function failureOf({
  stderr,
  shortMessage,
}: {
  stderr: Uint8Array;
  shortMessage?: string | undefined;
}): string {
  const said = lastLine(Buffer.from(stderr).toString('utf8'));
  return said === '' ? (shortMessage ?? 'it failed') : said;
}
