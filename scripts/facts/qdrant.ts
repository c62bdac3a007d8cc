import { z } from 'zod';
import { compact, readFacts, type Table, text, written } from './source.ts';

const KEY = z.object({
  path: text,
  type: text,
  default: written,
  effective_default: written,
  range: text.optional(),
  since: text.optional(),
  env: text.nullable().optional(),
  env_note: text.optional(),
  what: text.optional(),
  tuning: text.optional(),
});

const FILE = z.object({
  version: text,
  keys: z.array(KEY),
  collection: z.object({
    aliases: z.record(text, text),
    params: z.array(KEY),
  }),
  invalid_keys: z.array(z.object({ key: text, use_instead: text, reaction: text })),
});

export function qdrantTables(facts: string): Table[] {
  const { keys, collection, invalid_keys: invalid } = readFacts(facts, 'qdrant.json', FILE);
  return [
    {
      file: 'qdrant-keys',
      from: 'qdrant',
      type: ['InvalidQdrantKey', 'QdrantKey'],
      tables: [
        { name: 'QDRANT_KEYS', shape: 'QdrantKey', rows: keys.map(row) },
        { name: 'QDRANT_COLLECTION_PARAMETERS', shape: 'QdrantKey', rows: collection.params.map(row) },
        {
          name: 'INVALID_QDRANT_KEYS',
          shape: 'InvalidQdrantKey',
          // "Real key, keep" guards against a false alarm; a row with `=` speaks of a value of a key that is right.
          rows: invalid
            .filter(({ key, use_instead: instead }) => !instead.startsWith('REAL key') && !key.includes('='))
            .flatMap(({ key, use_instead: useInstead, reaction }) =>
              spellings(key).map((path) => ({ path, useInstead, reaction })),
            ),
        },
      ],
    },
  ];
}

function row(key: z.infer<typeof KEY>): object {
  const { effective_default: effectiveDefault, env, env_note: envNote, ...rest } = key;
  return {
    ...compact({ path: rest.path, type: rest.type }),
    default: rest.default ?? null,
    ...compact({ effectiveDefault, range: rest.range, since: rest.since, env, envNote }),
    ...compact({ what: rest.what, tuning: rest.tuning }),
  };
}

/** `storage.cache_size / cache` names two siblings; what stands in brackets is a remark. */
function spellings(key: string): string[] {
  const [first = '', ...others] = key
    .replace(/ *\(.*\)$/, '')

    .split(' / ');
  const parent = first.slice(0, first.lastIndexOf('.') + 1);
  return [first, ...others.map((name) => (name.includes('.') ? name : parent + name))];
}
