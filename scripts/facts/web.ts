import { z } from 'zod';
import { compact, readFacts, type Table, text } from './source.ts';

const NGINX = z.object({
  directives: z.array(
    z.object({ name: text, context: text.optional(), default: text.optional(), note: text.optional() }),
  ),
  changes: z.array(z.object({ what: text }).catchall(text)),
  invalid: z.array(z.object({ name: text, use_instead: text })),
});

const VERSIONED = z.object({ note: text.optional() }).catchall(text);
const PROMETHEUS = z.object({
  flags: z.array(VERSIONED.extend({ flag: text })),
  config: z.array(VERSIONED.extend({ key: text })),
  promql_3: z.array(text),
  scrape_targets: z.object({ never: text, right: z.array(text) }),
});

export function webTables(facts: string): Table[] {
  const nginx = readFacts(facts, 'nginx.json', NGINX);
  const prometheus = readFacts(facts, 'prometheus.json', PROMETHEUS);
  return [
    {
      file: 'nginx-directives',
      from: 'nginx',
      type: ['InvalidNginxDirective', 'NginxDirectiveFact'],
      tables: [
        { name: 'NGINX_DIRECTIVES', shape: 'NginxDirectiveFact', rows: nginx.directives.flatMap(directives) },
        {
          name: 'INVALID_NGINX_DIRECTIVES',
          shape: 'InvalidNginxDirective',
          rows: nginx.invalid.map(({ name, use_instead: useInstead }) => {
            const [directive = '', ...rest] = name.split(' ');
            return { name: directive, ...compact({ value: rest.join(' ') }), useInstead };
          }),
        },
      ],
    },
    {
      file: 'prometheus-options',
      from: 'prometheus',
      type: ['PrometheusOption'],
      tables: [
        {
          name: 'PROMETHEUS_FLAGS',
          shape: 'PrometheusOption',
          rows: prometheus.flags.flatMap(({ flag, ...rest }) =>
            flags(flag).map((name) => ({ name, ...versions(rest) })),
          ),
        },
        {
          name: 'PROMETHEUS_KEYS',
          shape: 'PrometheusOption',
          rows: prometheus.config.map(({ key, ...rest }) => ({ name: key, ...versions(rest) })),
        },
      ],
    },
  ];
}

/** A row may name several directives, with their defaults in the same order. */
function directives({
  name,
  context,
  default: initial,
  note,
}: z.infer<typeof NGINX>['directives'][number]): object[] {
  const names = name.split(/ \/ |, |; /);
  const defaults = initial?.split(', ') ?? [];
  return names.map((one, index) => ({
    name: one,
    ...compact({ context, default: defaults.length === names.length ? defaults[index] : initial, note }),
  }));
}

/** `--a / --b` and `--enable-feature=a, b` as single flags. */
function flags(text: string): string[] {
  const parts = text.split(/ \/ |, /);
  const stem = /^--enable-feature=/.exec(parts[0] ?? '')?.[0] ?? '';
  return parts.map((part) => (part.startsWith('--') ? part : stem + part));
}

function versions(row: Record<string, string | undefined>): object {
  return {
    in2: row['2.x'] ?? row['2.53'] ?? '',
    in3: row['3.x'] ?? row['3.5'] ?? '',
    ...compact({ note: row['note'] }),
  };
}
