import { expect } from 'vitest';
import type { CandidateStore, NewDocument, Placement } from '../../../src/stores/candidate-store.ts';
import { parsedDocument } from '../../stores/parsed-document.ts';

export const SPEC = 'model-1/chunker-1/analyzer-1';
export const UNKNOWN = '00000000-0000-8000-8000-000000000000';

export const ANNA = parsedDocument('Anna first', { name: 'Anna Berg', emails: ['anna@example.com'] });
export const ANNA_LATER = parsedDocument('Anna later', {
  name: 'Anna Berg',
  emails: ['anna@example.com'],
  headline: 'Lead',
});
export const BEN = parsedDocument('Ben', { name: 'Ben Okafor', phones: ['+442079460001'] });
export const CLEO = parsedDocument('Cleo', { name: 'Cleo Díaz', links: ['https://github.com/cleo-example'] });

export const at = (path: string, document: NewDocument['document']): NewDocument => ({ path, document });

export async function putOne(
  store: CandidateStore,
  path: string,
  document: NewDocument['document'],
): Promise<Placement> {
  const placements = await store.put([at(path, document)]);
  expect(placements).toHaveLength(1);
  return placements[0]!;
}

/** Marks everybody as indexed in their present state. */
export async function indexAll(store: CandidateStore): Promise<void> {
  const records = await store.get(await store.pending(SPEC, 100));
  await store.markIndexed(
    SPEC,
    records.flatMap((record) => (record === undefined ? [] : [record.candidate])),
  );
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
