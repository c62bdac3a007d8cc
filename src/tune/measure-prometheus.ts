import { z } from 'zod';
import type { Call } from '../lib/call.ts';
import { CvxError, EXIT } from '../lib/errors.ts';
import { oneLine } from '../lib/terminal-text.ts';
import type { Wishes } from '../sizing/inputs.ts';
import { EXAMPLE_MIX } from '../sizing/inputs-of.ts';
import { meanResponse } from '../sizing/load-model.ts';
import { measured } from '../sizing/quantity.ts';

const ANSWER_MS = 10_000;
/** Below so many samples a value is no measurement (krr, "not enough data", asks for 100 points). */
const LEAST_SAMPLES = 100;
const WINDOW = '7d';

/** Histograms of request durations: cvx's own, and what Python's instrumentators call theirs. */
const DURATIONS = [
  'cvx_http_request_duration_seconds',
  'http_request_duration_seconds',
  'http_server_request_duration_seconds',
] as const;

const ANSWER = z.object({
  status: z.literal('success'),
  data: z.object({
    result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })),
  }),
});

/**
 * What the last seven days of a Prometheus say of the load: mean duration and peak of requests, memory of a backend process.
 * What it has no hundred samples of stays unknown. Times in seconds, memory in bytes; each value names its query.
 * Throws CVX_PROMETHEUS where it does not answer, or is none.
 */
export async function measurePrometheus(url: string, call: Call = {}): Promise<Wishes> {
  const base = baseOf(url);
  const ask = (query: string): Promise<number | undefined> => queryOne(base, query, call);
  const durations = await firstMeasured(DURATIONS, (name) =>
    ask(`sum(count_over_time(${name}_count[${WINDOW}]))`),
  );
  if (durations === undefined) return withoutTraffic(ask);
  const rate = `sum(rate(${durations}_count[5m]))`;
  const mean = `sum(rate(${durations}_sum[${WINDOW}])) / sum(rate(${durations}_count[${WINDOW}]))`;
  // The busiest minutes over those of a usual working hour: a mean over all hours would take the nights in.
  const peak = `max_over_time(${rate}[${WINDOW}:5m]) / quantile_over_time(0.75, ${rate}[${WINDOW}:5m])`;
  const [seconds, factor, rest] = [await ask(mean), await ask(peak), await withoutTraffic(ask)];
  return {
    ...rest,
    ...(seconds === undefined || seconds <= 0 ? {} : { mix: scaledMix(seconds, mean) }),
    ...(factor === undefined || factor < 1
      ? {}
      : { peak: measured(Math.round(factor * 100) / 100, 'ratio', `Prometheus: ${peak}`) }),
  };
}

/** What is known without a request. */
async function withoutTraffic(ask: (query: string) => Promise<number | undefined>): Promise<Wishes> {
  const memory = `max(quantile_over_time(0.95, process_resident_memory_bytes{job=~".*(backend|api|app).*"}[${WINDOW}]))`;
  const samples = await ask(
    `sum(count_over_time(process_resident_memory_bytes{job=~".*(backend|api|app).*"}[${WINDOW}]))`,
  );
  const bytes = (samples ?? 0) >= LEAST_SAMPLES ? await ask(memory) : undefined;
  return bytes === undefined || bytes <= 0
    ? {}
    : { processMemory: measured(Math.ceil(bytes), 'bytes', `Prometheus: ${memory}`) };
}

/** The kinds of request keep their shares; their times are those of the example, scaled to the mean that was measured. */
function scaledMix(seconds: number, query: string): NonNullable<Wishes['mix']> {
  const factor = seconds / meanResponse(EXAMPLE_MIX);
  return {
    kinds: EXAMPLE_MIX.map((kind) => ({ ...kind, seconds: kind.seconds * factor })),
    origin: {
      kind: 'measured',
      note: `mean duration ${seconds.toPrecision(3)} s from Prometheus (${query}); shares and processor time of the worked example`,
    },
  };
}

async function firstMeasured(
  names: readonly string[],
  samples: (name: string) => Promise<number | undefined>,
): Promise<string | undefined> {
  for (const name of names) if (((await samples(name)) ?? 0) >= LEAST_SAMPLES) return name;
  return undefined;
}

function baseOf(url: string): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base !== undefined && /^https?:$/.test(base.protocol))
    return base.href.endsWith('/') ? base : new URL(`${base.href}/`);
  throw new CvxError('CVX_PROMETHEUS', `--prometheus ${oneLine(url)} is no address.`, {
    hint: 'Give it with its scheme: --prometheus http://localhost:9090',
  });
}

/** The value of a query with one result; undefined where there is none, or no number. */
async function queryOne(base: URL, query: string, { signal }: Call): Promise<number | undefined> {
  const url = new URL('api/v1/query', base);
  url.searchParams.set('query', query);
  const shown = `${base.origin}${base.pathname}`;
  const timeout = AbortSignal.timeout(ANSWER_MS);
  let body: unknown;
  try {
    const response = await fetch(url, {
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    body = await response.json();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new CvxError('CVX_PROMETHEUS', `Prometheus at ${shown} does not answer.`, {
      exit: EXIT.unavailable,
      hint: 'Nothing was written. Look whether it runs there, or leave --prometheus out: defaults take its place.',
      cause,
    });
  }
  const answer = ANSWER.safeParse(body);
  if (!answer.success)
    throw new CvxError('CVX_PROMETHEUS', `What answers at ${shown} is no Prometheus.`, {
      exit: EXIT.unavailable,
      hint: 'Give the address of its own page: --prometheus http://localhost:9090',
    });
  const value = Number(answer.data.data.result[0]?.value[1]);
  return Number.isFinite(value) ? value : undefined;
}
