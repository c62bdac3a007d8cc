import { grouped } from '../../lib/format.ts';
import type { Sink } from '../../lib/io.ts';
import { table } from '../../lib/table.ts';
import type { Plan, PlannedService } from '../../sizing/plan.ts';
import { type Quantity, shown } from '../../sizing/quantity.ts';
import { wrap } from '../../lib/wrap.ts';

/** Settings that say most of a plan; the others are in the files, and under --explain. */
const KEY_SETTINGS: readonly (readonly [says: string, ids: readonly string[]])[] = [
  ['processes of one backend', ['env/WEB_CONCURRENCY', 'env/UVICORN_WORKERS']],
  ['database pool and overflow of one process', ['env/DATABASE_POOL_SIZE', 'env/DATABASE_MAX_OVERFLOW']],
  ['PostgreSQL max_connections', ['postgres/max_connections']],
  ['PostgreSQL shared_buffers, work_mem', ['postgres/shared_buffers', 'postgres/work_mem']],
  ['Redis maxmemory: cache, queue', ['redis-cache/maxmemory', 'redis-queue/maxmemory']],
  ['requests at once of one process', ['env/MAX_GLOBAL_CONCURRENT']],
  ['CVs read at once by one worker', ['env/MIN_QUEUE_WORKERS', 'env/MAX_QUEUE_WORKERS']],
  ['nginx worker_connections', ['nginx/worker_connections']],
];

/** The plan for people: tier, load, services, key settings, what is corrected, what to know, what comes next. */
export function planText(plan: Plan, { style, columns }: Pick<Sink, 'style' | 'columns'>): string {
  const title = (text: string): string => style.bold(text);
  const width = Math.min(columns, 120);
  const blocks = [
    heading(plan, title, width),
    serviceTable(plan, columns, title),
    [title('Settings'), ...keySettings(plan)],
    defaults(plan, title, width),
    corrections(plan),
    plan.warnings.length === 0
      ? []
      : [title('To know'), ...plan.warnings.flatMap((text) => item(text, width))],
    phases(plan, title, width),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function heading(plan: Plan, title: (text: string) => string, width: number): readonly string[] {
  const { tier, load, inputs, vectors, hosts } = plan;
  const memory = hosts.reduce((sum, host) => sum + host.memory.value, 0);
  const one = inputs.hosts.value === 1;
  return [
    title(`${capital(tier.name)} tier: ${tier.title}`),
    ...wrap(
      `${users(inputs.users)}, ${shown(load.arrivals)} requests at the peak, ${shown(load.inFlight)} of them in flight; ${shown(inputs.cvs)} CVs with ${grouped(Math.round(vectors.count.value))} vectors of ${inputs.dims.value} dimensions take ${shown(vectors.resident)} of memory${plan.quantization === 'int8' ? ' as int8' : ''}.`,
      width,
    ),
    ...wrap(
      `${one ? 'Host' : `${hosts.length} of ${inputs.hosts.value} hosts of`} ${inputs.host.label}: ${shown(inputs.host.cores)} and ${shown(inputs.host.memory)}${one ? '' : ' each'}. Memory limits add up to ${shown({ value: memory, unit: 'bytes' })}; ${one ? 'it carries' : 'they carry'} up to ${grouped(plan.capacity)} users.`,
      width,
    ),
  ];
}

function users({ value }: Quantity): string {
  return value === 1 ? '1 user' : `${grouped(value)} users`;
}

function serviceTable({ services, hosts }: Plan, columns: number, head: (text: string) => string): string[] {
  const spread = hosts.length > 1;
  return table(
    services,
    [
      { title: 'service', value: ({ name }) => name },
      { title: 'count', value: ({ count }) => String(count.value), align: 'right' },
      { title: 'memory', value: ({ memory }) => shown(memory), align: 'right' },
      { title: 'CPU', value: ({ cores }) => String(cores.value), align: 'right' },
      ...(spread ? [{ title: 'on', value: placedOn, min: 8 }] : []),
      { title: 'bound by', value: ({ binding }: PlannedService) => binding, min: 12 },
    ],
    { width: columns, head },
  );
}

function placedOn({ placed }: PlannedService): string {
  return placed.map(({ host, count }) => (count === 1 ? host : `${host} ×${count}`)).join(', ');
}

function keySettings({ settings }: Plan): readonly string[] {
  const rows = KEY_SETTINGS.flatMap(([says, ids]) => {
    const values = ids.flatMap((id) => settings.get(id)?.written ?? []);
    return values.length === 0 ? [] : [{ says, value: values.join(', ') }];
  });
  const wide = Math.max(...rows.map(({ says }) => says.length));
  return rows.map(({ says, value }) => `  ${says.padEnd(wide)}  ${value}`);
}

/** What nobody said and nothing measured: the first thing to doubt. */
function defaults({ inputs }: Plan, title: (text: string) => string, width: number): readonly string[] {
  const asked: readonly (readonly [string, Quantity, string])[] = [
    ['CVs', inputs.cvs, '--cvs'],
    ['vectors per CV', inputs.vectorsPerCv, '--vectors-per-cv'],
    ['dimensions', inputs.dims, '--dimensions'],
    ['think time', inputs.thinkTime, '--think-time'],
    ['peak factor', inputs.peak, '--peak'],
    ['growth', inputs.growth, '--growth'],
  ];
  const guessed = asked.filter(([, { origin }]) => origin.kind === 'default');
  const measured = asked.filter(([, { origin }]) => origin.kind === 'measured');
  const list = (rows: typeof asked): string =>
    rows.map(([name, quantity, flag]) => `${name} ${shown(quantity)} (${flag})`).join(', ');
  return [
    ...(measured.length === 0 ? [] : [title('Measured'), ...item(list(measured), width)]),
    ...(guessed.length === 0
      ? []
      : [title('Assumed, since nothing says otherwise'), ...item(list(guessed), width)]),
  ];
}

/** Values that are often advised and wrong, or read by nothing: each with its reason under --explain. */
function corrections({ corrections: { length } }: Plan): readonly string[] {
  return length === 0
    ? []
    : [`${length} values that are often advised are used otherwise here. Each with its reason: --explain`];
}

function phases(plan: Plan, title: (text: string) => string, width: number): readonly string[] {
  return [
    title('Plan'),
    ...plan.phases.flatMap(({ when, phase, title: name, due, steps, to }) =>
      item(
        `${when.padEnd(5)} phase ${phase}, ${name} (${due}): ${steps.join('; ')}. Target: answers in ${shown({ value: to.responseSeconds, unit: 'seconds' })}, errors below ${percent(to.errorRatio)}, machines busy to ${percent(to.utilisation)}.`,
        width,
      ),
    ),
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function item(text: string, width: number): readonly string[] {
  return wrap(`  ${text}`, width, '      ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
