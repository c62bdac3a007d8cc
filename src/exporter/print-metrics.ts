import type { Session } from '../command.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { toJson } from '../lib/terminal-text.ts';
import { listMetrics } from '../metrics/list-metrics.ts';

/** `cvx metrics --list`: name, type, labels, who serves it, and what it means; one line each. */
export async function printMetrics({ io, globals }: Session): Promise<ExitCode> {
  const metrics = await listMetrics();
  if (globals.json) {
    io.stdout.write(toJson({ schema: 1, metrics }, 2));
    return EXIT.ok;
  }
  const { bold, dim } = io.stdout.style;
  const rows = metrics.map(({ name, type, labels, by, help }) => ({
    name: labels.length === 0 ? name : `${name}{${labels.join(',')}}`,
    type,
    by,
    help,
  }));
  const width = (key: 'name' | 'type' | 'by'): number => Math.max(...rows.map((row) => row[key].length));
  const [wide, typed, served] = [width('name'), width('type'), width('by')];
  for (const { name, type, by, help } of rows)
    io.stdout.line(`${bold(name.padEnd(wide))}  ${type.padEnd(typed)}  ${dim(by.padEnd(served))}  ${help}`);
  return EXIT.ok;
}
