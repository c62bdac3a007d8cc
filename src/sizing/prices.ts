import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { CvxError } from '../lib/errors.ts';
import type { Host } from './inputs.ts';
import { GIB, given } from './quantity.ts';

const machine = z.strictObject({
  name: z.string().min(1),
  cores: z.number().positive(),
  memory_gib: z.number().positive(),
  gpu_gib: z.number().positive().optional(),
  per_hour: z.number().positive(),
});

const tableSchema = z.strictObject({
  provider: z.string().min(1),
  region: z.string().min(1),
  date: z.iso.date(),
  currency: z.literal('USD'),
  source: z.string().min(1),
  hours_per_month: z.number().positive(),
  not_priced: z.array(z.string()),
  machines: z.array(machine).min(1),
});

/** A dated table of on-demand prices. Memory in GiB, prices in US dollars per hour. */
export type PriceTable = Readonly<z.infer<typeof tableSchema>>;
export type Machine = Readonly<z.infer<typeof machine>>;

const SHIPPED = fileURLToPath(new URL('../../templates/prices.yaml', import.meta.url));

/** The table that ships with cvx, or that of `file`. Throws CVX_PRICES where it cannot be read or is none. */
export function readPrices(file: string = SHIPPED): PriceTable {
  const refused = (why: string, cause?: unknown): CvxError =>
    new CvxError('CVX_PRICES', `${file}: ${why}`, { hint: `The form is that of ${SHIPPED}.`, cause });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw refused('cannot be read', error);
  }
  let data: unknown;
  try {
    // Dates stay text.
    data = parse(text, { schema: 'core' });
  } catch (error) {
    throw refused(
      error instanceof YAMLParseError
        ? `line ${error.linePos?.[0].line ?? 1}: no valid YAML`
        : 'no valid YAML',
      error,
    );
  }
  const result = tableSchema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw refused(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a price table'}`);
}

/** Whole months between the date of the table and a day. */
export function monthsOld({ date }: Pick<PriceTable, 'date'>, today: Date): number {
  const then = new Date(date);
  const months =
    (today.getUTCFullYear() - then.getUTCFullYear()) * 12 + today.getUTCMonth() - then.getUTCMonth();
  return today.getUTCDate() < then.getUTCDate() ? months - 1 : months;
}

/** The machine of that name as a host, for `--instance`. Throws CVX_INSTANCE where the table has none. */
export function hostOfInstance(
  name: string,
  prices: PriceTable,
): { readonly host: Host; readonly gpuBytes: number | undefined } {
  const found = prices.machines.find((machine) => machine.name === name);
  if (found !== undefined)
    return {
      host: hostOfMachine(found),
      gpuBytes: found.gpu_gib === undefined ? undefined : found.gpu_gib * GIB,
    };
  throw new CvxError('CVX_INSTANCE', `No machine ${name} in the price table`, {
    hint: `Known: ${prices.machines.map((machine) => machine.name).join(', ')}. Or give its size: --host 4x16`,
  });
}

export function hostOfMachine({ name, cores, memory_gib }: Machine): Host {
  const note = `machine ${name}`;
  return {
    label: name,
    cores: given(cores, 'cores', note),
    memory: given(memory_gib * GIB, 'bytes', note),
    disk: undefined,
  };
}
