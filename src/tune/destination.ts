import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf, CvxError } from '../lib/errors.ts';
import { oneLine } from '../lib/terminal-text.ts';
import { COMPOSE_NAMES } from '../project/compose/find.ts';

/** First line of every compose file that cvx renders: tells its own stack from a stranger's project. */
export const OWN_FIRST_LINE = '# The stack around cvx.';

/** Where the files go: a stack of cvx's own (new, or one that it made before), or a project of somebody else. */
export interface Destination {
  readonly kind: 'stack' | 'project';
  /** Absolute. It may not exist yet. */
  readonly root: string;
  /** Nothing is there that could be in the way. */
  readonly empty: boolean;
}

/** Of cvx and git: they are no content of a stack. */
const NO_CONTENT = new Set(['.cvx', '.git', '.gitignore', '.gitkeep', '.DS_Store']);

export interface WantedDestination {
  readonly cwd: string;
  readonly out: string | undefined;
  readonly project: string | undefined;
}

/**
 * Decides what the folder is. Throws CVX_USAGE where that cannot be told, and CVX_PROJECT_NOT_FOUND where `--project` names no
 * Compose project.
 */
export async function findDestination({ cwd, out, project }: WantedDestination): Promise<Destination> {
  if (out !== undefined && project !== undefined)
    throw usage(
      'Both --out and --project say where to write.',
      'Give --out for a new stack, --project for one that is there.',
    );
  const root = resolve(cwd, out ?? project ?? '.');
  const names = await namesIn(root, out ?? project ?? '.', out !== undefined);
  const empty = names.every((name) => NO_CONTENT.has(name));
  const compose = COMPOSE_NAMES.find((name) => names.includes(name));
  const own = compose === undefined ? await hasHosts(root, names) : await isOwn(join(root, compose));
  if (own) return { kind: 'stack', root, empty };
  if (out !== undefined && compose !== undefined)
    throw usage(
      `${oneLine(out)} holds a Compose project (${compose}) that cvx did not make.`,
      `To change that project:  cvx tune --project ${oneLine(out)}\nFor a new stack give --out a folder of its own.`,
    );
  if (compose !== undefined) return { kind: 'project', root, empty };
  if (project !== undefined)
    throw new CvxError('CVX_PROJECT_NOT_FOUND', `There is no compose file in ${oneLine(project)}.`, {
      hint: `Looked for ${COMPOSE_NAMES.join(', ')}.\nFor a new stack there:  cvx tune --out ${oneLine(project)}`,
    });
  const above = out === undefined ? await projectAbove(root) : undefined;
  if (above !== undefined)
    throw usage(
      `This folder lies in the Compose project of ${oneLine(above)}.`,
      `To change that project:  cvx tune --project ${oneLine(above)}\nFor a new stack here:    cvx tune --out .`,
    );
  return { kind: 'stack', root, empty };
}

async function namesIn(root: string, given: string, mayBeMissing: boolean): Promise<readonly string[]> {
  try {
    return await readdir(root);
  } catch (cause) {
    const code = codeOf(cause) ?? '';
    if (code === 'ENOENT' && mayBeMissing) return [];
    const why = { ENOENT: 'does not exist', ENOTDIR: 'is no folder' }[code] ?? `cannot be read (${code})`;
    throw new CvxError('CVX_USAGE', `${oneLine(given)} ${why}.`, {
      hint: `Nothing was written. Name another folder: ${mayBeMissing ? '--out' : '--project'} DIR`,
      cause,
    });
  }
}

/** With several hosts the compose files stand in one folder for each. */
async function hasHosts(root: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) if (await isOwn(join(root, name, 'compose.yaml'))) return true;
  return false;
}

async function isOwn(file: string): Promise<boolean> {
  try {
    return (await readFile(file, 'utf8')).startsWith(OWN_FIRST_LINE);
  } catch {
    return false;
  }
}

async function projectAbove(root: string): Promise<string | undefined> {
  for (let at = dirname(root); ; at = dirname(at)) {
    for (const name of COMPOSE_NAMES)
      if (
        await stat(join(at, name)).then(
          (found) => found.isFile(),
          () => false,
        )
      )
        return at;
    if (dirname(at) === at) return undefined;
  }
}

function usage(message: string, hint: string): CvxError {
  return new CvxError('CVX_USAGE', message, { hint });
}
