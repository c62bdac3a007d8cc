import { readdir, readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CvxLive } from './live.ts';
import { orUndefined, Unseen } from './observe.ts';

/** Ways to look at cvx's own stores, from whoever knows the configuration. Nothing is opened, migrated or locked by them. */
export interface OwnStores {
  /** The data home, absolute. */
  readonly home: string;
  /** Whether servers are configured, so that there is something to look at beside the home. */
  readonly servers: boolean;
  /** Jobs that failed for good, where there is a queue that several processes share. Rejects where it does not answer. */
  deadLetters(): Promise<number | undefined>;
  /** What the database says of the people and their indexes; undefined where it is not a server, or holds nothing of cvx. */
  database(signal: AbortSignal): Promise<OwnDatabase | undefined>;
}

export interface OwnDatabase {
  /** Whether it has migrations that this cvx does not know. */
  readonly schemaNewer: boolean;
  /** People whom no index holds as they are now. */
  readonly pending: number;
  /** Indexes that hold people, besides the fullest. */
  readonly otherSpecs: number;
}

const claimSchema = z.object({ pid: z.number(), host: z.string(), command: z.string() });

/** cvx's own home from outside, and its servers. Rejects with Unseen where cvx has stored nothing yet. */
export async function lookAtCvx(own: OwnStores, signal: AbortSignal): Promise<CvxLive> {
  const { home } = own;
  const there = (await orUndefined(stat(home)))?.isDirectory() === true;
  if (!there && !own.servers) throw new Unseen(`nothing is stored in ${home} yet`);
  const [homeBytes, lockHolder, dataVersion, deadLetters, database] = await Promise.all([
    there ? sizeOf(home, signal) : undefined,
    holderOf(home),
    orUndefined(readFile(join(home, 'data', 'PG_VERSION'), 'utf8')),
    settle(own.deadLetters()),
    settle(own.database(signal)),
  ]);
  const unreachable = [deadLetters, database].flatMap(({ why }) => why ?? []);
  return {
    home,
    homeBytes,
    lockHolder,
    pending: database.value?.pending,
    otherSpecs: database.value?.otherSpecs,
    deadLetters: deadLetters.value,
    schemaNewer: database.value?.schemaNewer ?? false,
    ...(dataVersion === undefined ? {} : { dataVersion: dataVersion.trim() }),
    ...(unreachable.length === 0 ? {} : { unreachable }),
  };
}

async function settle<T>(work: Promise<T>): Promise<{ readonly value?: T; readonly why?: string }> {
  try {
    return { value: await work };
  } catch (error) {
    // A CvxError's message names the server and no secret.
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** Who holds the home, by the claims in its lock folder (see stores/sql/lock.ts), which are only read. */
async function holderOf(home: string): Promise<string | undefined> {
  const folder = join(home, 'lock');
  for (const name of (await orUndefined(readdir(folder))) ?? []) {
    if (!name.endsWith('.json')) continue;
    const text = await orUndefined(readFile(join(folder, name), 'utf8'));
    const claim = claimSchema.safeParse(jsonOf(text ?? ''));
    if (!claim.success) continue;
    const { pid, host, command } = claim.data;
    if (host !== hostname()) return `${command} (PID ${pid} on ${host})`;
    if (isAlive(pid)) return `${command} (PID ${pid})`;
  }
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A claim that was given up since the folder was listed.
    return undefined;
  }
}

/** EPERM: it lives, and belongs to another user. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Bytes of all files below; those that vanish meanwhile have none. Undefined where there is no time left. */
async function sizeOf(folder: string, signal: AbortSignal): Promise<number | undefined> {
  const entries = await orUndefined(readdir(folder, { recursive: true, withFileTypes: true }));
  let bytes = 0;
  for (const entry of entries ?? []) {
    if (signal.aborted) return undefined;
    if (entry.isFile()) bytes += (await orUndefined(stat(join(entry.parentPath, entry.name))))?.size ?? 0;
  }
  return entries === undefined ? undefined : bytes;
}
