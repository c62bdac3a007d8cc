import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { codeOf, CvxError } from '../lib/errors.ts';
import { shellWord } from '../lib/shell-word.ts';
import { oneLine } from '../lib/terminal-text.ts';
import { COMPOSE_NAMES, otherComposeNames } from '../project/compose/find.ts';
import { findProject } from '../project/read-project.ts';

/** First line of every compose file that cvx renders: tells its own stack from a stranger's project. */
export const OWN_FIRST_LINE = '# The stack around cvx.';

/** Where the files go: a stack of cvx's own (new, or one that it made before), or a project of somebody else. */
export interface Destination {
  readonly kind: 'stack' | 'project';
  /** Absolute. It may not exist yet. */
  readonly root: string;
  /** Absolute compose files of a project, where they were named; none: Compose finds them by itself. */
  readonly files: readonly string[];
  /** Nothing is there that could be in the way. */
  readonly empty: boolean;
}

/** Of cvx and git: they are no content of a stack. */
const NO_CONTENT = new Set(['.cvx', '.git', '.gitignore', '.gitkeep', '.DS_Store']);

export interface WantedDestination {
  readonly cwd: string;
  readonly out: string | undefined;
  readonly project: string | undefined;
  /** As given by `-f`, relative to the folder of the project. */
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Decides what the folder is. Throws CVX_USAGE where that cannot be told, and CVX_PROJECT_NOT_FOUND where a project was named and
 * there is none.
 */
export function findDestination({ out, ...wanted }: WantedDestination): Promise<Destination> {
  if (out === undefined) return findHere(wanted);
  if (wanted.project !== undefined || wanted.files.length > 0)
    throw usage(
      `Both --out and ${wanted.project === undefined ? '--file' : '--project'} say where to write.`,
      'Give --out for a new stack, --project or --file for a project that is there.',
    );
  return findOut(resolve(wanted.cwd, out), out);
}

/** A folder for a stack of cvx's own. */
async function findOut(root: string, given: string): Promise<Destination> {
  const names = await namesIn(root, given, '--out');
  const compose = COMPOSE_NAMES.find((name) => names.includes(name));
  if (compose !== undefined && !(await isOwn(join(root, compose))))
    throw usage(
      `${oneLine(given)} holds a Compose project (${compose}) that cvx did not make.`,
      `To change that project:  cvx tune --project ${oneLine(given)}\nFor a new stack give --out a folder of its own.`,
    );
  return { kind: 'stack', root, files: [], empty: isEmpty(names) };
}

/** A folder that holds a project, a stack of cvx's own, or nothing. */
async function findHere(wanted: Omit<WantedDestination, 'out'>): Promise<Destination> {
  const { cwd, project, env } = wanted;
  const root = resolve(cwd, project ?? '.');
  const names = await namesIn(root, project ?? '.', '--project');
  const files = wanted.files.map((file) => resolve(root, file));
  const found = findProject({ root, files, env });
  const [compose] = found.files;
  const isHere = found.root === (await realpath(root));
  const own =
    isHere && compose !== undefined
      ? await isOwn(compose)
      : files.length === 0 && (await hasHosts(root, names));
  if (own) return { kind: 'stack', root, files: [], empty: false };
  if (compose !== undefined && files.length > 0)
    return { kind: 'project', root: isHere ? root : found.root, files, empty: false };
  if (compose !== undefined && isHere) return { kind: 'project', root, files, empty: false };
  if (project !== undefined) throw noProject(root, project, names);
  if (compose !== undefined)
    throw usage(
      `This folder lies in the Compose project of ${oneLine(found.root)}.`,
      `To change that project:  cvx tune --project ${oneLine(found.root)}\nFor a new stack here:    cvx tune --out .`,
    );
  const others = otherComposeNames(names);
  if (others.length > 0)
    throw usage(
      `This folder has compose files that Compose does not take by itself: ${others.map(oneLine).join(', ')}.`,
      `${withFile(others)}\nFor a new stack here:    cvx tune --out .`,
    );
  return { kind: 'stack', root, files: [], empty: isEmpty(names) };
}

function noProject(root: string, given: string, names: readonly string[]): CvxError {
  const others = otherComposeNames(names);
  return new CvxError('CVX_PROJECT_NOT_FOUND', `There is no compose file in ${oneLine(root)}`, {
    hint:
      others.length > 0
        ? withFile(others)
        : `Looked for ${COMPOSE_NAMES.join(', ')}.\nFor a new stack there:  cvx tune --out ${shellWord(given)}`,
  });
}

function withFile([first = '']: readonly string[]): string {
  return `To change such a project: cvx tune -f ${shellWord(first)}`;
}

function isEmpty(names: readonly string[]): boolean {
  return names.every((name) => NO_CONTENT.has(name));
}

async function namesIn(
  root: string,
  given: string,
  option: '--out' | '--project',
): Promise<readonly string[]> {
  try {
    return await readdir(root);
  } catch (cause) {
    const code = codeOf(cause) ?? '';
    if (code === 'ENOENT' && option === '--out') return [];
    const why = { ENOENT: 'does not exist', ENOTDIR: 'is no folder' }[code] ?? `cannot be read (${code})`;
    throw new CvxError('CVX_USAGE', `${oneLine(given)} ${why}.`, {
      hint: `Nothing was written. Name another folder: ${option} DIR`,
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

function usage(message: string, hint: string): CvxError {
  return new CvxError('CVX_USAGE', message, { hint });
}
