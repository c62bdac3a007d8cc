import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CvxError, EXIT } from '../../lib/errors.ts';
import { isAlive } from '../../lib/is-alive.ts';
import { startOf } from './process-start.ts';

/** Who holds a home, as its lock file says. */
export interface Holder {
  readonly pid: number;
  /** When the process started, as its system says: tells a process from a later one with the same PID. */
  readonly started: string;
  readonly host: string;
  /** `cvx ingest`; no arguments, which may name people. */
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface LockOptions {
  readonly waitMs: number;
  readonly command: string;
  readonly signal?: AbortSignal;
  /** Told once, in words for the user, when another process turns out to hold the home. */
  readonly onWait?: (text: string) => void;
}

export interface HomeLock {
  /** Gives the home up. Idempotent; never touches another process's lock. */
  release(): Promise<void>;
}

/** Two commands that start at the same instant see each other's claim and both step back: so long they try again. */
const CONTENTION_MS = 500;

/**
 * Makes this process the only one in a data home. PGlite is single-process: two on one directory corrupt it, silently
 * (https://github.com/electric-sql/pglite/issues/892).
 *
 * Each contender writes a claim of its own into `<home>/lock/`, then reads the others'. Of two, the one that wrote later
 * sees the earlier, so there are never two winners. A claim's name is never used again: one whose process is dead can be
 * ignored and removed at any time, and nothing is ever taken over from somebody. A claim by another host counts as alive.
 *
 * Rejects with CVX_STORE_LOCKED (exit 3) where another process holds it for longer than `waitMs`.
 */
export async function lockHome(home: string, options: LockOptions): Promise<HomeLock> {
  const { waitMs, command, signal, onWait } = options;
  const directory = join(home, 'lock');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const claim: Holder = {
    pid: process.pid,
    started: await startOf(process.pid),
    host: hostname(),
    command,
    since: new Date().toISOString(),
  };
  const start = performance.now();
  let told = false;
  for (;;) {
    signal?.throwIfAborted();
    const attempt = await tryClaim(directory, claim);
    if ('file' in attempt) return { release: () => rm(attempt.file, { force: true }) };
    const waited = performance.now() - start;
    if (waited >= (attempt.contended ? Math.max(waitMs, CONTENTION_MS) : waitMs)) throw locked(home, attempt);
    if (!attempt.contended && !told) onWait?.(`Waiting for ${nameOf(attempt.holder)} to finish`);
    told ||= !attempt.contended;
    // Contenders must not stay in step with one another.
    await sleep(50 + Math.random() * 50, undefined, signal === undefined ? {} : { signal });
  }
}

interface Refused {
  readonly holder: Holder;
  readonly holderFile: string;
  /** Nobody held the home when the attempt began: the other one is only trying, too. */
  readonly contended: boolean;
}

async function tryClaim(directory: string, claim: Holder): Promise<{ readonly file: string } | Refused> {
  const held = await firstLiving(directory, undefined);
  if (held !== undefined) return { ...held, contended: false };
  const file = join(directory, `${claim.pid}-${randomBytes(6).toString('hex')}.json`);
  // Under its final name a claim is always whole.
  await writeFile(`${file}.part`, JSON.stringify(claim), { mode: 0o600 });
  await rename(`${file}.part`, file);
  const rival = await firstLiving(directory, file);
  if (rival === undefined) return { file };
  await rm(file, { force: true });
  return { ...rival, contended: true };
}

/** The first claim of a living process other than `own`. Removes those of the dead. */
async function firstLiving(directory: string, own: string | undefined) {
  for (const name of await readdir(directory)) {
    const holderFile = join(directory, name);
    if (holderFile === own || !name.endsWith('.json')) continue;
    const holder = parseHolder(await readFile(holderFile, 'utf8').catch(() => ''));
    if (holder !== undefined && (await isLiving(holder))) return { holder, holderFile };
    // Unreadable means released since the directory was listed.
    await rm(holderFile, { force: true });
  }
  return undefined;
}

async function isLiving(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  if (!isAlive(holder.pid)) return false;
  const started = await startOf(holder.pid);
  return started === '' || holder.started === '' || started === holder.started;
}

function parseHolder(text: string): Holder | undefined {
  try {
    // Written by this module alone, under a name that appears only once the text is whole.
    return JSON.parse(text) as Holder;
  } catch {
    // Only a loss of power leaves half a text, and no process outlives that.
    return undefined;
  }
}

function nameOf({ command, pid, host }: Holder): string {
  return `"${command}" (PID ${pid}${host === hostname() ? '' : ` on ${host}`})`;
}

function locked(home: string, { holder, holderFile }: Refused): CvxError {
  const wait = 'Wait for it with --wait 60s, or stop it.';
  const gone = `If that machine or container no longer runs, delete ${holderFile}.`;
  return new CvxError('CVX_STORE_LOCKED', `${nameOf(holder)} has been using ${home} since ${holder.since}`, {
    exit: EXIT.unavailable,
    hint: holder.host === hostname() ? wait : `${wait}\n${gone}`,
  });
}
