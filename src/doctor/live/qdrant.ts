import { z } from 'zod';
import type { Address } from './addresses.ts';
import { readExposition } from './exposition.ts';
import { getJson, httpBase, httpGet } from './http-get.ts';
import type { QdrantLive } from './live.ts';
import type { Login } from './logins.ts';
import { Unseen } from './observe.ts';

/** Each is one request; a server with more is asked for its first. */
const MAX_COLLECTIONS = 50;
const MAX_BYTES = 4 * 1024 ** 2;

const rootSchema = z.object({ version: z.string() });
const listSchema = z.object({ result: z.object({ collections: z.array(z.object({ name: z.string() })) }) });
const vectorSchema = z.object({ size: z.number() });
const collectionSchema = z.object({
  result: z.object({
    status: z.string(),
    optimizer_status: z.union([z.string(), z.object({ error: z.string() })]).optional(),
    points_count: z.number().nullish(),
    indexed_vectors_count: z.number().nullish(),
    config: z.object({
      params: z.object({ vectors: z.unknown() }),
      optimizer_config: z.object({ indexing_threshold: z.number().nullish() }).optional(),
    }),
  }),
});

type Collection = QdrantLive['collections'][number];

/** Reads version, collections and metrics of a Qdrant by GET, at first without a key. */
export async function lookAtQdrant(
  address: Address,
  logins: readonly Login[],
  signal: AbortSignal,
): Promise<QdrantLive> {
  const base = httpBase(address);
  const request = { signal, maxBytes: MAX_BYTES };
  const { version } = read(rootSchema, await getJson(`${base}/`, request));
  const list = `${base}/collections`;
  const open = !isRefused((await httpGet(list, request)).status);
  const headers = open ? {} : { 'api-key': await findKey(list, logins, signal) };
  const authorised = { ...request, headers };
  const { collections } = read(listSchema, await getJson(list, authorised)).result;
  const names = collections.map(({ name }) => name).toSorted();
  const [details, metrics] = await Promise.all([
    Promise.all(
      names.slice(0, MAX_COLLECTIONS).map(async (name) => {
        const answer = await getJson(`${list}/${encodeURIComponent(name)}`, authorised);
        return collectionOf(name, answer);
      }),
    ),
    httpGet(`${base}/metrics`, authorised),
  ]);
  const samples = (metrics.status === 200 ? readExposition(metrics.body, metrics.cut) : undefined) ?? [];
  const unlabelled = samples.filter(({ labelled }) => !labelled);
  return {
    version,
    open,
    collections: details,
    metrics: new Map(unlabelled.map(({ name, value }) => [name, value])),
  };
}

async function findKey(list: string, logins: readonly Login[], signal: AbortSignal): Promise<string> {
  if (logins.length === 0) throw new Unseen('it asks for an API key, and the files of the project hold none');
  for (const { password } of logins) {
    const headers = { 'api-key': password };
    // A key that cannot be a header is none of this server.
    const sendable = /^[\x20-\x7E]+$/.test(password);
    if (sendable && !isRefused((await httpGet(list, { signal, headers, maxBytes: MAX_BYTES })).status))
      return password;
  }
  throw new Unseen('it refuses the API key that stands in the files of the project');
}

function isRefused(status: number): boolean {
  return status === 401 || status === 403;
}

function collectionOf(name: string, answer: unknown): Collection {
  const { status, optimizer_status, points_count, indexed_vectors_count, config } = read(
    collectionSchema,
    answer,
  ).result;
  return {
    name,
    status,
    optimizerStatus: typeof optimizer_status === 'object' ? optimizer_status.error : (optimizer_status ?? ''),
    points: points_count ?? 0,
    indexedVectors: indexed_vectors_count ?? 0,
    dimensions: dimensionsOf(config.params.vectors),
    indexingThreshold: config.optimizer_config?.indexing_threshold ?? undefined,
  };
}

/** Of the only vector, or of the first of those that have names. */
function dimensionsOf(vectors: unknown): number | undefined {
  const single = vectorSchema.safeParse(vectors);
  if (single.success) return single.data.size;
  const named = z.record(z.string(), vectorSchema).safeParse(vectors);
  return named.success ? Object.values(named.data)[0]?.size : undefined;
}

/** Rejects with Unseen where somebody else than Qdrant answers. */
function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new Unseen('it does not answer as Qdrant does');
}
