import { atMost, defineInvariant, type Invariant, type Judgement, type Term, unknown } from '../invariant.ts';
import { derived } from '../quantity.ts';
import type { Stack } from '../stack.ts';
import { term } from './terms.ts';

const I16 = defineInvariant({
  id: 'I16',
  title: 'Disks hold what grows for 12 months',
  statement: 'data after 12 months + log + snapshot ≤ volume, and their sum ≤ disk of the host',
  why: 'A store whose disk is full stops writing, and PostgreSQL stops altogether.',
  source: 'Qdrant documentation, Capacity planning; PostgreSQL manual 30.5, WAL configuration',
  judge: (stack) => [...volumes(stack), ...disks(stack)],
});

function volumes(stack: Stack): readonly Judgement[] {
  return stack.services.flatMap((service): readonly Judgement[] => {
    const { 'volume.need': need, 'volume.size': size } = service.numbers;
    if (size === undefined || need === undefined) return [];
    return [
      atMost({
        subject: service.name,
        terms: [{ label: 'data after 12 months', quantity: need }],
        bound: size,
        what: 'It grows to',
        limit: `the volume of ${service.name} has`,
      }),
    ];
  });
}

function disks(stack: Stack): readonly Judgement[] {
  const growing = stack.services.filter(({ numbers }) => numbers['volume.need'] !== undefined);
  if (growing.length === 0) return [];
  return stack.hosts.map((host) => {
    if (host.disk === undefined) return unknown(host.name, [`${host.name}: disk`]);
    const terms = growing.flatMap((service): readonly Term[] => {
      const need = service.numbers['volume.need'];
      const count = service.replicas
        .filter((replica) => replica.host === host.name)
        .reduce((sum, { count }) => sum + count.value, 0);
      return need === undefined || count === 0 ? [] : [term(service.name, count * need.value, 'bytes', need)];
    });
    return atMost({
      subject: host.name,
      terms,
      bound: host.disk,
      what: 'Volumes grow to',
      limit: `the disk of ${host.name} has`,
    });
  });
}

/** CPU limits are cut to hundredths for each instance: three of 0.91 are no less than one of 2.74. */
const CPU_ROUNDING = 0.98;

const I17 = defineInvariant({
  id: 'I17',
  title: 'A larger tier lowers no capacity',
  statement: 'for every capacity: value for fewer users ≤ value for more',
  why: 'Growing would take something away that the load already used.',
  source: 'sizing model',
  judge: ({ capacities, smaller }) => {
    if (capacities === undefined || smaller === undefined) return [];
    return [...smaller].flatMap(([id, less]): readonly Judgement[] => {
      const more = capacities.get(id);
      if (more === undefined) return [];
      return [
        atMost({
          subject: id,
          terms: [
            {
              label: 'for fewer users',
              quantity: { ...less, value: less.value * (less.unit === 'cores' ? CPU_ROUNDING : 1) },
            },
          ],
          bound: more,
          severity: 'warning',
          what: `${id} for fewer users is`,
          limit: 'for these it is',
        }),
      ];
    });
  },
});

const I18 = defineInvariant({
  id: 'I18',
  title: 'The cost is the sum of dated prices',
  statement: 'cost = Σ machines × list price; with region and date',
  why: 'A price without a date is a guess a year later.',
  source: 'price table of cvx, or the one that --prices names',
  judge: ({ cost }) => {
    if (cost === undefined) return [];
    if (cost.date === '' || cost.region === '') return [unknown('cost', ['date and region of the prices'])];
    return [
      atMost({
        subject: 'cost',
        terms: cost.items,
        bound: derived(cost.total.value, 'dollars', 'total that is shown'),
        what: 'Machines cost',
        limit: 'shown is',
      }),
    ];
  },
});

export const GROWTH_INVARIANTS: readonly Invariant[] = [I16, I17, I18];
