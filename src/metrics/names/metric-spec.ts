/** How the values of several worker processes become one; `prom-client`'s words. */
export type Aggregate = 'sum' | 'first' | 'min' | 'max';

export interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** `sum` unless told. What all workers see alike (a queue, the host) is no sum. */
  readonly aggregate?: Aggregate;
  /** Upper bounds in seconds. */
  readonly buckets?: readonly number[];
  /** Which command serves it. */
  readonly by: 'serve' | 'metrics' | 'both';
}
