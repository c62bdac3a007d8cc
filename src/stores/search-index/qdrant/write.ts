import type { Schemas } from '@qdrant/js-client-rest';
import type { CandidateId } from '../../../domain/document.ts';
import type { Call } from '../../../lib/call.ts';
import type { CollectionNames, OwnedCollections } from './collections.ts';
import type { QdrantConnection } from './connection.ts';
import { FIELD, type CandidatePoints } from './points.ts';
import { isMissing, unfinished } from './qdrant-errors.ts';
import { newStamp } from './statistics.ts';

/** Points of one request: 256 of 384 dimensions are about one megabyte of JSON; the server takes up to 32. */
const BATCH_POINTS = 256;

/** Ids of one filter: some kilobytes. */
const BATCH_IDS = 256;

/**
 * Replaces the points of each candidate, `parallel` requests at a time. Qdrant has no transactions: after a crash or
 * an error some candidates have their new points, up to `parallel` batches have new chunks and old words, and the rest
 * is as it was. The candidate store marks people as indexed only after this, so the next ingest writes them again.
 */
export async function writePoints(
  connection: QdrantConnection,
  names: CollectionNames,
  points: readonly CandidatePoints[],
  parallel: number,
  call?: Call,
): Promise<void> {
  await inParallel(batchesOf(points), parallel, async (batch) => {
    await writeChunks(connection, names.chunks, batch, call);
    const words = batch.map((one) => one.words);
    await update(connection, names.words, [upsert(words), upsert([newStamp()])], call);
  });
}

/** Takes the candidates out of every collection of chunks and words. */
export async function removeCandidates(
  connection: QdrantConnection,
  { chunks, words }: OwnedCollections,
  candidates: readonly CandidateId[],
  parallel: number,
  call?: Call,
): Promise<void> {
  const batches: CandidateId[][] = [];
  for (let at = 0; at < candidates.length; at += BATCH_IDS)
    batches.push(candidates.slice(at, at + BATCH_IDS));
  await inParallel(batches, parallel, async (batch) => {
    for (const name of chunks) {
      await update(connection, name, [{ delete: { filter: { must: [ofCandidates(batch)] } } }], call).catch(
        unlessGone,
      );
    }
    for (const name of words) {
      const operations = [{ delete: { points: batch } }, upsert([newStamp()])];
      await update(connection, name, operations, call).catch(unlessGone);
    }
  });
}

/** The old chunks that are not written again go first; all of a request is done in its order. */
async function writeChunks(
  connection: QdrantConnection,
  name: string,
  batch: readonly CandidatePoints[],
  call: Call | undefined,
): Promise<void> {
  const chunks = batch.flatMap((one) => one.chunks);
  const stale: Schemas['Filter'] = {
    must: [ofCandidates(batch.map(({ candidate }) => candidate))],
    ...(chunks.length === 0 ? {} : { must_not: [{ has_id: chunks.map(({ id }) => id) }] }),
  };
  await update(connection, name, [{ delete: { filter: stale } }, ...slices(chunks).map(upsert)], call);
}

async function update(
  connection: QdrantConnection,
  name: string,
  operations: Schemas['UpdateOperation'][],
  call: Call | undefined,
): Promise<void> {
  const results = await connection.ask(
    (api, limits) => api.batchUpdate({ collection_name: name, wait: true, operations }, limits),
    call,
  );
  if (results.some(({ status }) => status === 'wait_timeout')) throw unfinished(name);
}

function upsert(points: readonly Schemas['PointStruct'][]): Schemas['UpsertOperation'] {
  return { upsert: { points: [...points] } };
}

function ofCandidates(candidates: readonly CandidateId[]): Schemas['FieldCondition'] {
  return { key: FIELD.candidate, match: { any: [...candidates] } };
}

/** Whole candidates, so that each is replaced by one request. */
function batchesOf(points: readonly CandidatePoints[]): readonly (readonly CandidatePoints[])[] {
  const batches: CandidatePoints[][] = [];
  let room = 0;
  for (const one of points) {
    if (one.chunks.length + 1 > room) {
      batches.push([]);
      room = BATCH_POINTS;
    }
    batches.at(-1)?.push(one);
    room -= one.chunks.length + 1;
  }
  return batches;
}

/** One candidate can have more chunks than a batch. */
function slices<T>(points: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(points.length / BATCH_POINTS);
  return Array.from({ length: count }, (_, n) => points.slice(n * BATCH_POINTS, (n + 1) * BATCH_POINTS));
}

/** Starts nothing more after a failure, and rejects only when nothing is under way any more. */
async function inParallel<T>(
  items: readonly T[],
  parallel: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (const item of queue) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
}

/** Another process dropped the collection meanwhile, and with it what was to be removed. */
function unlessGone(error: unknown): void {
  if (!isMissing(error)) throw error;
}
