import type { Schemas } from '@qdrant/js-client-rest';
import type { Call } from '../../../lib/call.ts';
import { type CollectionNames, PATIENCE } from './collections.ts';
import type { QdrantConnection } from './connection.ts';

/** The real collections of one spec, by the number in which their names end. */
export interface Versions {
  /** Behind the aliases that everybody asks. */
  readonly live: number | undefined;
  /** Behind the aliases of {@link nextOf}: being filled. */
  readonly next: number | undefined;
}

/** The aliases of the pair that is being filled while another one serves. */
export function nextOf({ chunks, words }: CollectionNames): CollectionNames {
  return { chunks: `${chunks}_next`, words: `${words}_next` };
}

/** The real collections of one number. */
export function versionOf({ chunks, words }: CollectionNames, version: number): CollectionNames {
  return { chunks: `${chunks}_v${version}`, words: `${words}_v${version}` };
}

/** The number of a real collection of this spec; undefined for any other name. */
export function numberOf({ chunks, words }: CollectionNames, name: string): number | undefined {
  const start = [`${chunks}_v`, `${words}_v`].find((one) => name.startsWith(one));
  return start === undefined ? undefined : Number(name.slice(start.length));
}

export async function versionsOf(
  connection: QdrantConnection,
  names: CollectionNames,
  call?: Call,
): Promise<Versions> {
  const aliases = await aliasesOf(connection, call);
  const behind = (alias: string): number | undefined => {
    const name = aliases.get(alias);
    return name === undefined ? undefined : numberOf(names, name);
  };
  return { live: behind(names.words), next: behind(nextOf(names).words) };
}

/**
 * Where a write goes: to the pair that serves and, while one is being filled, to that one too, and first. So whatever
 * happens between the two writes, the pair that serves afterwards has been written to: if the aliases have moved before
 * the first write, that one finds nothing and the second one meets the new pair.
 */
export async function writeTargets(
  connection: QdrantConnection,
  names: CollectionNames,
  call?: Call,
): Promise<readonly CollectionNames[]> {
  const aliases = await aliasesOf(connection, call);
  const next = nextOf(names);
  return aliases.has(next.words) ? [next, names] : [names];
}

/** Points the aliases of `to` at that version, and those of `gone` at nothing, all in one step. */
export async function moveAliases(
  connection: QdrantConnection,
  to: CollectionNames,
  target: CollectionNames,
  gone?: CollectionNames,
  call?: Call,
): Promise<void> {
  const aliases = await aliasesOf(connection, call);
  const old = [to, ...(gone === undefined ? [] : [gone])].flatMap(({ chunks, words }) => [chunks, words]);
  const actions: Schemas['AliasOperations'][] = [
    ...old.filter((alias) => aliases.has(alias)).map((alias_name) => ({ delete_alias: { alias_name } })),
    { create_alias: { alias_name: to.chunks, collection_name: target.chunks } },
    { create_alias: { alias_name: to.words, collection_name: target.words } },
  ];
  await connection.ask((api, limits) => api.updateAliases({ actions }, limits), call, PATIENCE);
}

/** Alias → real collection, of the whole server. */
async function aliasesOf(connection: QdrantConnection, call?: Call): Promise<ReadonlyMap<string, string>> {
  const { aliases } = await connection.ask((api, limits) => api.getCollectionsAliases({}, limits), call);
  return new Map(aliases.map(({ alias_name, collection_name }) => [alias_name, collection_name]));
}
