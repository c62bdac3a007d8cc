import { expect, test } from 'vitest';
import { metricsOf } from '../../../../src/doctor/components/prometheus/promql-names.ts';
import { ALERT_RULES } from '../../../../src/facts/tables/metric-names.ts';

test.each([
  ['up == 0', ['up']],
  ['sum by (job) (rate(http_requests_total{code=~"5..",path="/a b"}[5m])) > 0.5', ['http_requests_total']],
  ['a_x / ignoring(pod) group_left(node) b_y > bool 1e3', ['a_x', 'b_y']],
  ['absent(redis_up) or absent_over_time(pg_up{job="x"}[5m]) or m_z offset 5m > 3', ['m_z']],
  ['histogram_quantile(0.95, sum(rate(t_bucket[5m])) by (le)) > 2 # slow_t', ['t_bucket']],
  ['node:load1:avg > 4 and on() vector(1)', ['node:load1:avg']],
])('%s', (expression, names) => {
  expect(metricsOf(expression)).toEqual(names);
});

/** Of several names the facts note how they begin: `node_memory_`. */
function isStart(noted: string, name: string): boolean {
  return noted.endsWith('_') && name.startsWith(noted);
}

test('agrees with the names that are noted beside alerts which ran against real exporters', () => {
  const wrong = ALERT_RULES.flatMap(({ expr, metrics }) =>
    metricsOf(expr).filter(
      (name) => name !== 'up' && !metrics.some((noted) => noted === name || isStart(noted, name)),
    ),
  );
  expect(wrong).toEqual([]);
});
