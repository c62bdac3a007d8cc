import { z } from 'zod';
import { compact, namesIn, readFacts, readListing, type Table, text, written } from './source.ts';

const MAJORS = [15, 16, 17, 18] as const;

const FILE = z.object({
  parameters: z.array(
    z.object({ name: text, note: text.optional(), enum: z.array(text).optional() }).loose(),
  ),
  extension_parameters: z.array(
    z.object({
      name: text,
      default: written,
      unit: text.optional(),
      min: z.number().optional(),
      max: z.number().optional(),
      enum: z.array(text).optional(),
      note: text.optional(),
    }),
  ),
  pgvector: z.object({
    gucs: z.array(
      z.object({
        name: text,
        default: written,
        min: z.number().optional(),
        max: z.number().optional(),
        enum: z.array(text).optional(),
      }),
    ),
  }),
  invalid: z.array(z.object({ name: text, use_instead: text, note: text })),
});

type Notes = ReadonlyMap<
  string,
  { readonly note: string | undefined; readonly values: string[] | undefined }
>;

/** Columns of the listing: `select name, vartype, boot_val, unit, min_val, max_val, context, enumvals, … from pg_settings`. */
function listed(facts: string, major: number, notes: Notes): Listed[] {
  return readListing(facts, `pg_settings-${major}.tsv`).map((cells) => {
    const [name = '', type = '', initial = '', unit, min, max, context = '', values] = cells;
    const own = notes.get(name);
    return {
      name,
      row: {
        ...compact({ type, unit, min: number(min), max: number(max) }),
        default: initial,
        context,
        // Which values a build knows depends on its libraries; the written list has all of them.
        ...compact({
          values: own?.values ?? (values ? values.replaceAll(/[{}"]/g, '').split(',') : undefined),
        }),
        ...compact({ note: own?.note }),
      },
    };
  });
}

interface Listed {
  readonly name: string;
  readonly row: object;
}

function number(value: string | undefined): number | undefined {
  return value === undefined || value === '' ? undefined : Number(value);
}

export function postgresTables(facts: string): Table[] {
  const file = readFacts(facts, 'postgres.json', FILE);
  const notes = new Map(file.parameters.map(({ name, note, enum: values }) => [name, { note, values }]));
  return [
    {
      file: 'postgres-parameters',
      from: 'postgres',
      type: ['InvalidPostgresParameter', 'PostgresParameter'],
      tables: [
        { name: 'POSTGRES_PARAMETERS', shape: 'PostgresParameter', rows: merged(facts, notes) },
        {
          name: 'POSTGRES_EXTENSION_PARAMETERS',
          shape: "Pick<PostgresParameter, 'name' | 'default' | 'unit' | 'min' | 'max' | 'values' | 'note'>",
          rows: [
            ...file.extension_parameters,
            ...file.pgvector.gucs.map((one) => ({ unit: undefined, note: undefined, ...one })),
          ].map(({ name, default: initial, unit, min, max, enum: values, note }) => ({
            name,
            default: String(initial),
            ...compact({ unit, min, max, values, note }),
          })),
        },
        {
          name: 'INVALID_POSTGRES_PARAMETERS',
          shape: 'InvalidPostgresParameter',
          rows: file.invalid.flatMap(({ name, use_instead: useInstead, note }) =>
            namesIn(name, /[a-z][\w.*]+/g).map((one) => ({ name: one, useInstead, ...compact({ note }) })),
          ),
        },
      ],
    },
  ];
}

/** One row for each name and meaning: majors that agree in everything share it. */
function merged(facts: string, notes: Notes): object[] {
  const rows = new Map<string, { name: string; versions: number[]; row: object }>();
  for (const major of MAJORS)
    for (const { name, row } of listed(facts, major, notes)) {
      const key = JSON.stringify([name, row]);
      const known = rows.get(key);
      if (known === undefined) rows.set(key, { name, versions: [major], row });
      else known.versions.push(major);
    }
  return [...rows.values()]
    .toSorted((a, b) =>
      a.name === b.name ? (a.versions[0] ?? 0) - (b.versions[0] ?? 0) : a.name < b.name ? -1 : 1,
    )
    .map(({ name, versions, row }) => ({ name, versions, ...row }));
}
