import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Call } from '../../lib/call.ts';
import { CvxError } from '../../lib/errors.ts';
import { isAlive } from '../../lib/is-alive.ts';
import type { JobQueue } from '../../stores/job-queue.ts';
import type { OwnContents, StoreProbe } from '../../stores/store-probe.ts';
import type { CvxLive } from './live.ts';
import { orUndefined, Unseen } from './observe.ts';

/** Ways to look at cvx's own stores, from whoever knows the configuration. Nothing is opened, migrated or locked by them. */
export interface OwnStores {
  /** The data home, absolute. */
  readonly home: string;
  /** Whether servers are configured, so that there is something to look at beside the home. */
  readonly servers: boolean;
  readonly stores: readonly StoreProbe[];
  /** The queue that several processes share; undefined where there is none. */
  readonly queue: () => Promise<Pick<JobQueue<unknown>, 'counts'> | undefined>;
}

const claimSchema = z.object({ pid: z.number(), host: z.string(), command: z.string() });

/** cvx's own home from outside, and its servers. Rejects with Unseen where cvx has stored nothing yet. */
export async function lookAtCvx(own: OwnStores, signal: AbortSignal): Promise<CvxLive> {
  const { home } = own;
  const there = (await orUndefined(stat(home)))?.isDirectory() === true;
  if (!there && !own.servers) throw new Unseen(`nothing is stored in ${home} yet`);
  const call = { signal };
  const [homeBytes, disk, lockHolder, dataVersion, queue, ...stores] = await Promise.all([
    there ? sizeOf(home, signal) : undefined,
    there ? diskOf(home) : undefined,
    holderOf(home),
    orUndefined(readFile(join(home, 'data', 'PG_VERSION'), 'utf8')),
    settle(deadLetters(own, call)),
    ...own.stores.map((store) => settle(contentsOf(store, call))),
  ]);
  const unreachable = [queue, ...stores].flatMap(({ why }) => why ?? []);
  const contents = stores.map(({ value }) => value).find((value) => value !== undefined);
  return {
    home,
    homeBytes,
    ...(disk === undefined ? {} : { disk }),
    lockHolder,
    pending: contents?.pending,
    otherSpecs: contents === undefined ? undefined : Math.max(0, contents.specs.length - 1),
    deadLetters: queue.value,
    schemaNewer: contents?.schemaNewer ?? false,
    ...(dataVersion === undefined ? {} : { dataVersion: dataVersion.trim() }),
    ...(unreachable.length === 0 ? {} : { unreachable: [...new Set(unreachable)] }),
  };
}

async function contentsOf(store: StoreProbe, call: Call): Promise<OwnContents | undefined> {
  await store.ping(call);
  return store.contents?.(call);
}

async function deadLetters({ queue }: OwnStores, call: Call): Promise<number | undefined> {
  const found = await queue();
  return found === undefined ? undefined : (await found.counts(call)).dead;
}

async function settle<T>(work: Promise<T>): Promise<{ readonly value?: T; readonly why?: string }> {
  try {
    return { value: await work };
  } catch (error) {
    // Its message names the server and no secret; any other error may quote both.
    return { why: error instanceof CvxError ? error.message : 'One of its servers cannot be asked' };
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

/** Free for those who are not root, as `df` counts it: of used and free together. */
async function diskOf(folder: string): Promise<CvxLive['disk']> {
  const disk = await orUndefined(statfs(folder));
  if (disk === undefined) return undefined;
  const all = disk.blocks - disk.bfree + disk.bavail;
  return { freeBytes: disk.bavail * disk.bsize, freeRatio: all === 0 ? 0 : disk.bavail / all };
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
