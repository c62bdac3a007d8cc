import { grouped } from '../../lib/format.ts';
import type { Sink } from '../../lib/io.ts';
import { table } from '../../lib/table.ts';
import type { CostOption, Costs } from '../../sizing/cost.ts';
import { wrap } from '../../lib/wrap.ts';

/** Providers change prices and machines within a year: what is older is said to be. */
const OLD_MONTHS = 12;

/** Machines to buy and what they cost, for people. */
export function costText(
  costs: Costs,
  users: number,
  { style, columns }: Pick<Sink, 'style' | 'columns'>,
): string {
  const rows = table(
    costs.options,
    [
      { title: '', value: ({ carries }) => (carries ? '  ✓' : '  ✗') },
      { title: 'way', value: wayOf },
      { title: 'machines', value: machinesOf, min: 16 },
      { title: 'carries', value: ({ capacity }) => `${grouped(capacity)} users`, align: 'right' },
      { title: 'per month', value: ({ perMonth }) => dollars(perMonth.value), align: 'right' },
      { title: 'per user', value: ({ perUser }) => dollars(perUser.value), align: 'right' },
    ],
    { width: columns, head: style.dim },
  );
  const { provider, region, date, months, source, notPriced } = costs;
  return [
    style.bold(`Cost for ${grouped(users)} users`),
    ...rows,
    ...wrap(
      `  ${provider}, ${region}, on-demand prices of ${date} (${source}).`,
      Math.min(columns, 120),
      '  ',
    ),
    ...(months < OLD_MONTHS
      ? []
      : [style.warn(`  These prices are ${months} months old: check them, or give your own: --prices FILE`)]),
    ...wrap(`  Not priced: ${notPriced.join(', ')}.`, Math.min(columns, 120), '  '),
    '',
  ].join('\n');
}

function wayOf({ kind, fromNotes }: CostOption): string {
  if (kind === 'today') return 'today';
  return fromNotes ? `${kind}, usual` : `${kind}, cheapest`;
}

function machinesOf({ machines }: CostOption): string {
  return machines.map(({ name, count }) => (count === 1 ? name : `${count} × ${name}`)).join(' + ');
}

function dollars(value: number): string {
  return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
