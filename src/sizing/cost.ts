import { fitsOn, mostUsersOn } from './capacity.ts';
import type { Host, Inputs, Quantization } from './inputs.ts';
import { hostOfMachine, type Machine, monthsOld, type PriceTable } from './prices.ts';
import { derived, type Quantity } from './quantity.ts';

export type CostKind = 'today' | 'vertical' | 'horizontal' | 'mixed';

/** One way to buy machines for the stack. */
export interface CostOption {
  readonly kind: CostKind;
  /** True for what the tier table name, false for what was searched for. */
  readonly fromNotes: boolean;
  readonly machines: readonly { readonly name: string; readonly count: number; readonly perHour: number }[];
  /** Users that these machines carry by the model, everything else as given. */
  readonly capacity: number;
  readonly carries: boolean;
  readonly perMonth: Quantity;
  /** Per asked user and month. */
  readonly perUser: Quantity;
}

export interface Costs {
  readonly options: readonly CostOption[];
  readonly date: string;
  /** Age of the prices in whole months. */
  readonly months: number;
  readonly region: string;
  readonly provider: string;
  readonly source: string;
  readonly notPriced: readonly string[];
}

type Basket = readonly { readonly machine: Machine; readonly count: number }[];

/** What the tier table names, as far as the table has the machines. */
const NOTES: readonly {
  readonly kind: CostKind;
  readonly machines: readonly (readonly [name: string, count: number])[];
}[] = [
  { kind: 'today', machines: [['g4dn.xlarge', 1]] },
  { kind: 'vertical', machines: [['g4dn.2xlarge', 1]] },
  { kind: 'horizontal', machines: [['g4dn.xlarge', 3]] },
  {
    kind: 'mixed',
    machines: [
      ['c5.2xlarge', 2],
      ['r5.xlarge', 1],
      ['g4dn.xlarge', 1],
    ],
  },
];
/** Machines of one kind that are tried: beyond, larger ones are cheaper to look after. */
const MOST_ALIKE = 12;
const MOST_IN_MIX = 4;

/** The options of the tier table, and the cheapest of each kind that carries the asked users. Capacity comes from the model, not from doubling. `today` tells how old the prices are. */
export function costsOf(inputs: Inputs, prices: PriceTable, today: Date): Costs {
  const quantization: Quantization = inputs.quantization === 'none' ? 'none' : 'int8';
  const option = (kind: CostKind, basket: Basket, fromNotes: boolean): CostOption =>
    priced(inputs, prices, quantization, { kind, basket, fromNotes });
  const named = NOTES.flatMap(({ kind, machines }) => {
    const basket = machines.flatMap(([name, count]) =>
      prices.machines.filter((machine) => machine.name === name).map((machine) => ({ machine, count })),
    );
    return basket.length === machines.length ? [option(kind, basket, true)] : [];
  });
  const found = searched(prices).flatMap(({ kind, baskets }) => {
    const cheapest = baskets
      .toSorted((a, b) => perHour(a) - perHour(b))
      .find((basket) => fitsOn(inputs, hostsOf(basket), quantization));
    return cheapest === undefined ? [] : [option(kind, cheapest, false)];
  });
  const { date, region, provider, source } = prices;
  return {
    options: [...named, ...found],
    date,
    months: monthsOld(prices, today),
    region,
    provider,
    source,
    notPriced: prices.not_priced,
  };
}

function searched({
  machines,
}: PriceTable): readonly { readonly kind: CostKind; readonly baskets: readonly Basket[] }[] {
  const counts = (most: number): readonly number[] => Array.from({ length: most }, (_, index) => index + 1);
  // A graphics card that nothing uses is paid for.
  const plain = machines.filter(({ gpu_gib }) => gpu_gib === undefined);
  const pairs = plain.flatMap((one) =>
    plain
      .filter((other) => other.memory_gib / other.cores > one.memory_gib / one.cores)
      .map((other) => [one, other] as const),
  );
  return [
    { kind: 'vertical', baskets: machines.map((machine) => [{ machine, count: 1 }]) },
    {
      kind: 'horizontal',
      baskets: machines.flatMap((machine) =>
        counts(MOST_ALIKE)
          .slice(1)
          .map((count) => [{ machine, count }]),
      ),
    },
    {
      kind: 'mixed',
      baskets: pairs.flatMap(([one, other]) =>
        counts(MOST_IN_MIX).flatMap((count) =>
          counts(MOST_IN_MIX).map((more) => [
            { machine: one, count },
            { machine: other, count: more },
          ]),
        ),
      ),
    },
  ];
}

function perHour(basket: Basket): number {
  return basket.reduce((sum, { machine, count }) => sum + machine.per_hour * count, 0);
}

function hostsOf(basket: Basket): readonly Host[] {
  return basket.flatMap(({ machine, count }) => Array.from({ length: count }, () => hostOfMachine(machine)));
}

interface Bought {
  readonly kind: CostKind;
  readonly basket: Basket;
  readonly fromNotes: boolean;
}

function priced(
  inputs: Inputs,
  prices: PriceTable,
  quantization: Quantization,
  { kind, basket, fromNotes }: Bought,
): CostOption {
  const hosts = hostsOf(basket);
  const month = perHour(basket) * prices.hours_per_month;
  const formula = basket
    .map(({ machine, count }) => `${count} × ${machine.name} at $${machine.per_hour}/h`)
    .join(' + ');
  return {
    kind,
    fromNotes,
    machines: basket.map(({ machine, count }) => ({ name: machine.name, count, perHour: machine.per_hour })),
    capacity: mostUsersOn(inputs, hosts, quantization),
    carries: fitsOn(inputs, hosts, quantization),
    perMonth: derived(month, 'dollars', `(${formula}) × ${prices.hours_per_month} h`),
    perUser: derived(month / inputs.users.value, 'dollars', 'per month / asked users'),
  };
}
