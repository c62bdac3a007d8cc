import { expect, test } from 'vitest';
import { readExposition } from '../../../src/doctor/live/exposition.ts';

const TEXT = `# HELP http_requests_total The "total".
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="a \\"quoted\\" } brace",} 3
metric_without_labels 12.47
  
something_weird{problem="division by zero"} +Inf -3982045
minus -Inf
nan NaN
small 1.458255915e9
{"a.dotted.name",x="1"} 2
{"plain.dotted"} 5
`;

test('samples of the text format, with escapes, timestamps, special values and quoted names', () => {
  expect(readExposition(TEXT)).toEqual([
    { name: 'http_requests_total', labelled: true, value: 1027 },
    { name: 'http_requests_total', labelled: true, value: 3 },
    { name: 'metric_without_labels', labelled: false, value: 12.47 },
    { name: 'something_weird', labelled: true, value: Infinity },
    { name: 'minus', labelled: false, value: -Infinity },
    { name: 'nan', labelled: false, value: Number.NaN },
    { name: 'small', labelled: false, value: 1_458_255_915 },
    { name: 'a.dotted.name', labelled: true, value: 2 },
    { name: 'plain.dotted', labelled: false, value: 5 },
  ]);
});

test('OpenMetrics with an exemplar and an end; Windows line ends; a text that was cut', () => {
  const open = 'a_bucket{le="1"} 8 # {trace_id="KOO5S4vxi0o"} 0.67 1520879607.789\r\n# EOF\r\n';
  expect(readExposition(open)).toEqual([{ name: 'a_bucket', labelled: true, value: 8 }]);
  expect(readExposition('a 1\nb{x="hal', true)).toEqual([{ name: 'a', labelled: false, value: 1 }]);
});

test.each([
  ['nothing', ''],
  ['comments alone', '# HELP a b\n'],
  ['HTML', '<!doctype html>\n<html></html>'],
  ['JSON', '{"status": "ok"}'],
  ['a JSON string of metrics', '"# HELP a b\\na 1\\n"'],
  ['one bad line among good ones', 'a 1\nb two\nc 3\n'],
  ['a label without quotes', 'a{b=c} 1'],
  ['an open brace', 'a{b="c" 1'],
  ['labels without a name', '{b="c"} 1'],
  ['text', 'all is well 5 6 7'],
])('%s is no metrics', (_, text) => expect(readExposition(text)).toBeUndefined());

test.each([
  ['spaces', `a${' '.repeat(16_000)}`],
  ['labels', `a{${'b="c",'.repeat(2600)}`],
  ['backslashes', `a{b="${'\\'.repeat(16_000)}`],
  ['quotes', `{${'"x" '.repeat(4000)}`],
])('a hostile line of %s is read in linear time', (_, line) => {
  expect(readExposition(Array.from({ length: 20 }, () => line).join('\n'))).toBeUndefined();
});
