import { atMost, defineInvariant, type Invariant, type Judgement, type Term, unknown } from '../invariant.ts';
import { derived, type Quantity } from '../quantity.ts';
import { servicesOf, type Stack, type StackService } from '../stack.ts';
import { ask, term } from './terms.ts';

interface Stage {
  readonly name: string;
  readonly timeout: Quantity;
}

function stagesOf(stack: Stack): readonly (readonly Stage[])[] {
  const of = (
    kind: 'postgres' | 'backend' | 'nginx',
    key: 'statement_timeout' | 'request.timeout',
  ): readonly Stage[] =>
    servicesOf(stack, kind).flatMap((service) => {
      const timeout = service.numbers[key];
      return timeout === undefined ? [] : [{ name: service.name, timeout }];
    });
  const client = stack.load?.clientTimeout;
  return [
    of('postgres', 'statement_timeout'),
    of('backend', 'request.timeout'),
    of('nginx', 'request.timeout'),
    client === undefined ? [] : [{ name: 'client', timeout: client }],
  ].filter((stages) => stages.length > 0);
}

/** 0 is no timeout at all. */
function secondsOf({ timeout }: Stage): number {
  return timeout.value === 0 ? Number.MAX_SAFE_INTEGER : timeout.value;
}

const I12 = defineInvariant({
  id: 'I12',
  title: 'Whoever is closer to the fault gives up first',
  statement:
    'statement < backend < nginx < client; the backend keeps an idle connection longer than nginx does',
  why: 'The user sees 504 or a reset connection, the cause goes on working, and its log says nothing.',
  source:
    'nginx documentation, ngx_http_proxy_module and ngx_http_upstream_module; Node.js, server.keepAliveTimeout',
  judge: (stack) => {
    const stages = stagesOf(stack);
    const pairs = stages
      .slice(1)
      .flatMap((outer, index) =>
        (stages[index] ?? []).flatMap((inside) => outer.map((around) => shorter(inside, around))),
      );
    return [...pairs, ...keepalives(stack)];
  },
});

function shorter(inside: Stage, around: Stage): Judgement {
  return atMost({
    subject: `${inside.name} before ${around.name}`,
    terms: [
      term(
        inside.timeout.value === 0 ? `${inside.name}: none` : `${inside.name} gives up after`,
        secondsOf(inside),
        'seconds',
        inside.timeout,
      ),
    ],
    bound: { ...around.timeout, value: secondsOf(around) },
    severity: 'warning',
    what: `${inside.name} gives up after`,
    limit: `${around.name} after`,
  });
}

function keepalives(stack: Stack): readonly Judgement[] {
  return servicesOf(stack, 'nginx').flatMap((nginx) =>
    servicesOf(stack, 'backend').flatMap((backend): readonly Judgement[] => {
      const inside = nginx.numbers['upstream.keepalive'];
      const around = backend.numbers['keepalive.timeout'];
      if (inside === undefined || around === undefined) return [];
      return [
        atMost({
          subject: `idle connections of ${nginx.name} to ${backend.name}`,
          terms: [{ label: `${nginx.name} keeps them`, quantity: inside }],
          bound: around,
          severity: 'warning',
          what: `${nginx.name} keeps an idle connection`,
          limit: `${backend.name} closes it after`,
        }),
      ];
    }),
  );
}

const I13 = defineInvariant({
  id: 'I13',
  title: 'All let the same bodies through',
  statement: 'body limit of nginx = that of the backend; largest batch ≤ max_request_size of Qdrant',
  why: '413 from one that the other would have taken; batches of vectors that never arrive.',
  source: 'nginx client_max_body_size; Qdrant service.max_request_size_mb',
  judge: (stack) => [
    ...servicesOf(stack, 'nginx').flatMap((nginx) =>
      servicesOf(stack, 'backend').flatMap((backend) => bodies(nginx, backend)),
    ),
    ...servicesOf(stack, 'qdrant').flatMap((qdrant) =>
      servicesOf(stack, 'backend', 'worker').flatMap((client) => batches(client, qdrant)),
    ),
  ],
});

function bodies(nginx: StackService, backend: StackService): readonly Judgement[] {
  const outer = ask(nginx, ['body.limit']);
  const inner = ask(backend, ['body.limit']);
  if (outer.found === undefined || inner.found === undefined)
    return [unknown(`${nginx.name} and ${backend.name}`, [...outer.missing, ...inner.missing])];
  const pair = (small: StackService, large: StackService, body: Quantity, bound: Quantity): Judgement =>
    atMost({
      subject: `bodies of ${small.name} at ${large.name}`,
      terms: [{ label: `${small.name} lets through`, quantity: body }],
      bound,
      severity: 'warning',
      what: `${small.name} lets through`,
      limit: `${large.name} accepts`,
    });
  const { 'body.limit': ofNginx } = outer.found;
  const { 'body.limit': ofBackend } = inner.found;
  return [pair(nginx, backend, ofNginx, ofBackend), pair(backend, nginx, ofBackend, ofNginx)];
}

function batches(client: StackService, qdrant: StackService): readonly Judgement[] {
  const batch = client.numbers['batch.bytes'];
  const limit = qdrant.numbers['body.limit'];
  if (batch === undefined || limit === undefined) return [];
  return [
    atMost({
      subject: `batches of ${client.name}`,
      terms: [{ label: 'largest batch of vectors', quantity: batch }],
      bound: limit,
      what: `${client.name} sends`,
      limit: `${qdrant.name} accepts`,
    }),
  ];
}

const NONE = derived(0, 'count', 'none');

/** Counts what is known to be wrong; not judged where nothing is known of any. */
function countWrong(
  subject: string,
  all: readonly { readonly name: string; readonly good: boolean | undefined; readonly quantity?: Quantity }[],
  what: string,
): readonly Judgement[] {
  if (all.length === 0) return [];
  const wrong: readonly Term[] = all
    .filter(({ good }) => good === false)
    .map(({ name, quantity }) => term(name, 1, 'count', quantity));
  if (wrong.length === 0 && all.some(({ good }) => good === undefined))
    return [
      unknown(
        subject,
        all.filter(({ good }) => good === undefined).map(({ name }) => name),
      ),
    ];
  return [atMost({ subject, terms: wrong, bound: NONE, what, limit: 'allowed are' })];
}

const I14 = defineInvariant({
  id: 'I14',
  title: 'Whatever is written is read',
  statement: 'every variable and key is one that its program reads',
  why: 'A setting that nothing reads looks like protection, and is none.',
  source: 'facts: keys and variables of the programs, checked on them',
  judge: ({ keys }) =>
    countWrong(
      'settings',
      keys.map(({ service, key, read, quantity }) => ({
        name: `${service}: ${key}`,
        good: read,
        ...(quantity === undefined ? {} : { quantity }),
      })),
      'Settings that nothing reads:',
    ),
});

const I15 = defineInvariant({
  id: 'I15',
  title: 'Prometheus scrapes metrics, and alerts name metrics that exist',
  statement: 'every target is an HTTP metrics port, every metric of an alert is present',
  why: 'Scraping Redis itself writes SECURITY ATTACK into its log; an alert on a metric that is not there never fires.',
  source: 'facts: metrics of the exporters, scrape targets',
  judge: ({ scrapes, alerts }) => [
    ...countWrong(
      'scrape targets',
      scrapes.map(({ target, metrics }) => ({ name: target, good: metrics })),
      'Targets that are no metrics port:',
    ),
    ...countWrong(
      'alerts',
      alerts.map(({ alert, metric, present }) => ({ name: `${alert}: ${metric}`, good: present })),
      'Metrics that are not there:',
    ),
  ],
});

export const BORDER_INVARIANTS: readonly Invariant[] = [I12, I13, I14, I15];
