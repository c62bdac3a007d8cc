import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { METRICS, type LabelOf, type MetricOf } from './names.ts';
import type { MetricSpec } from './names/metric-spec.ts';

/**
 * A gauge of the table, without a value until it is set. `collect` runs at each scrape: it must neither wait nor do I/O
 * beyond /proc.
 */
export function gauge<N extends MetricOf<'gauge'>>(
  registry: Registry,
  name: N,
  collect?: (gauge: Gauge<LabelOf<N>>) => void,
): Gauge<LabelOf<N>> {
  const made = new Gauge<LabelOf<N>>({
    ...base(registry, name),
    ...collecting(collect),
  });
  // prom-client begins with 0, which would be told before anybody has looked.
  if (METRICS[name].labels.length === 0) made.remove();
  return made;
}

/** A counter of the table, 0 from the start where it has no labels. `collect` as with a gauge. */
export function counter<N extends MetricOf<'counter'>>(
  registry: Registry,
  name: N,
  collect?: (counter: Counter<LabelOf<N>>) => void,
): Counter<LabelOf<N>> {
  return new Counter<LabelOf<N>>({ ...base(registry, name), ...collecting(collect) });
}

/** A histogram of the table; observations are seconds. */
export function histogram<N extends MetricOf<'histogram'>>(
  registry: Registry,
  name: N,
): Histogram<LabelOf<N>> {
  const { buckets } = METRICS[name];
  return new Histogram<LabelOf<N>>({ ...base(registry, name), buckets: [...buckets] });
}

/** prom-client hands over the metric as `this`. */
function collecting<M>(collect: ((metric: M) => void) | undefined): { collect?: (this: M) => void } {
  if (collect === undefined) return {};
  return {
    collect() {
      collect(this);
    },
  };
}

function base<N extends keyof typeof METRICS>(registry: Registry, name: N) {
  const { help, aggregate = 'sum' }: MetricSpec = METRICS[name];
  const labelNames: readonly LabelOf<N>[] = METRICS[name].labels;
  return { name, help, labelNames, aggregator: aggregate, registers: [registry] };
}
