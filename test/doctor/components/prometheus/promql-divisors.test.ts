import { describe, expect, test } from 'vitest';
import { dividedBy } from '../../../../src/doctor/components/prometheus/promql-divisors.ts';

const MAX = 'redis_memory_max_bytes';
const of = (expression: string) => dividedBy(expression, [MAX]);

/** Each was run by `promtool test rules` with a limit of 0: those of the first list fire, and are quiet as guarded. */
describe('a division that fires at 0 is found and guarded', () => {
  test.each([
    [`used / ${MAX} > 0.9`, `used / (${MAX} > 0) > 0.9`],
    [`1 - used / ${MAX} < 0.1`, `1 - used / (${MAX} > 0) < 0.1`],
    [`(${MAX} - used) / ${MAX} < 0.1`, `(${MAX} - used) / (${MAX} > 0) < 0.1`],
    [`used / on(instance) group_left() ${MAX} > 0.9`, `used / on(instance) group_left() (${MAX} > 0) > 0.9`],
    [`sum(used) / sum(${MAX}) > 0.9`, `sum(used) / sum(${MAX} > 0) > 0.9`],
    [`(used / ${MAX}) * 100 >= 90`, `(used / (${MAX} > 0)) * 100 >= 90`],
    [
      `used{instance="redis-a"} / ${MAX}{instance="redis-a"} > 0.9`,
      `used{instance="redis-a"} / (${MAX}{instance="redis-a"} > 0) > 0.9`,
    ],
  ])('%s', (expression, guarded) => {
    expect(of(expression).map((one) => one.guarded)).toEqual([guarded]);
    expect(of(guarded), 'once is enough').toEqual([]);
  });
});

test.each([
  `used / (${MAX} > 0) > 0.9`,
  `used / (${MAX} != 0) > 0.9`,
  `used / ${MAX} * 100 > 90 and ${MAX} > 0`,
  `used / ${MAX} > 0.9 unless ${MAX} == 0`,
  `used / ${MAX} < 0.1`,
  `used / ${MAX} > 0.9 < 99`,
  `used / ${MAX} != +Inf > 0.9`,
  `used / ${MAX}_total > 0.9`,
  `${MAX} / total > 0.9`,
  'used / other > 0.9',
])('%s does not fire at a limit of 0, or is about something else', (expression) => {
  expect(of(expression)).toEqual([]);
});

test.each([
  [false, `used / ${MAX} > 1`],
  [false, `used / ${MAX}{name!="", image=~".+"} > 1`],
  [false, `sum(used) / sum by (instance) (${MAX}) > 1`],
  [false, `sum(used) BY (addr) / sum(${MAX}) BY (addr) > 1`],
  [true, `used / ${MAX}{instance="a"} > 1`],
  [true, `sum(used) / sum(${MAX}) > 1`],
  [true, `sum(used) / sum(${MAX}) by (job) > 1`],
])('that only some need matter is %j of %s', (some, expression) => {
  expect(of(expression).map((one) => one.some)).toEqual([some]);
});

const LIMIT = 'container_spec_memory_limit_bytes';

test.each([
  [false, `sum(used) by (name) / sum(${LIMIT}) by (name) > 1`],
  [false, `(sum(used) BY (instance, name) / sum(${LIMIT}) BY (instance, name) * 100) > 80`],
  [true, `sum(used) by (instance) / sum(${LIMIT}) by (instance) > 1`],
])('that only some containers of a cAdvisor need matter is %j of %s', (some, expression) => {
  expect(dividedBy(expression, [LIMIT]).map((one) => one.some)).toEqual([some]);
});
