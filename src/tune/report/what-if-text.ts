import { grouped } from '../../lib/format.ts';
import type { Sink } from '../../lib/io.ts';
import { table } from '../../lib/table.ts';
import type { Comparison } from '../../sizing/compare.ts';
import { shown } from '../../sizing/quantity.ts';

/** Two plans beside one another: what is written differently. */
export function whatIfText(
  { settings, memory, reserved, hosts, capacity }: Comparison,
  changes: string,
  { style, columns }: Pick<Sink, 'style' | 'columns'>,
): string {
  const bytes = (value: number): string => shown({ value, unit: 'bytes' });
  const cores = (value: number): string => shown({ value, unit: 'cores' });
  const sums = [
    { id: 'memory limits in all', before: bytes(memory.before), after: bytes(memory.after) },
    { id: 'cores reserved in all', before: cores(reserved.before), after: cores(reserved.after) },
    { id: 'hosts', before: String(hosts.before), after: String(hosts.after) },
    { id: 'users that they carry', before: grouped(capacity.before), after: grouped(capacity.after) },
  ];
  const rows = settings.map(({ id, before, after }) => ({
    id,
    before: before === undefined ? '-' : String(before),
    after: after === undefined ? '-' : String(after),
  }));
  const lines = table(
    [...sums, ...rows],
    [
      { title: `with ${changes}`, value: ({ id }) => id, min: 20 },
      { title: 'now', value: ({ before }) => before, align: 'right' },
      { title: 'then', value: ({ after }) => after, align: 'right' },
    ],
    { width: columns, head: style.bold },
  );
  return `${lines.join('\n')}\n`;
}
