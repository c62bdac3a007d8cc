import { expect, test } from 'vitest';
import { splitLine } from '../../../src/doctor/logs/split-line.ts';

test.each([
  [
    'docker compose logs -t',
    'redis-1       | 2026-11-22T05:01:56.123456789Z 1:M 22 Nov 2026 05:01:56.120 # Possible',
    { label: 'redis-1', time: '2026-11-22T05:01:56.123Z', text: '1:M 22 Nov 2026 05:01:56.120 # Possible' },
  ],
  [
    'the old docker-compose, in colour',
    '\u001B[36mredis_1  |\u001B[0m 1:M 22 Nov 2026 05:01:56.120 # Possible',
    { label: 'redis_1', time: '2026-11-22T05:01:56.120Z', text: '1:M 22 Nov 2026 05:01:56.120 # Possible' },
  ],
  [
    "Docker's json-file",
    String.raw`{"log":"FATAL:  sorry, \"too many\"\n","stream":"stderr","time":"2026-11-22T05:01:56.5Z"}`,
    { label: undefined, time: '2026-11-22T05:01:56.500Z', text: 'FATAL:  sorry, "too many"' },
  ],
  [
    'journald',
    '2026-11-22T06:01:56.123456+0100 web1 redis-server[812]: Ready to accept connections',
    { label: 'redis-server', time: '2026-11-22T05:01:56.123Z', text: 'Ready to accept connections' },
  ],
  [
    "Python's logging",
    '2026-11-22 05:01:56,123 - app - WARNING - Event loop running',
    {
      label: undefined,
      time: '2026-11-22T05:01:56.123Z',
      text: '2026-11-22 05:01:56,123 - app - WARNING - Event loop running',
    },
  ],
  ['uvicorn tells no time', 'INFO:     172.18.0.5:1 - "GET / HTTP/1.1" 404 Not Found', { time: undefined }],
  ['PostgreSQL', '2026-11-22 05:01:56.123 UTC [1] FATAL:  no', { time: '2026-11-22T05:01:56.123Z' }],
  ['PostgreSQL elsewhere', '2026-11-22 05:01:56.123 +02 [1]', { time: '2026-11-22T05:01:56.123Z' }],
  [
    'Prometheus',
    'ts=2026-11-22T05:01:56.123Z caller=main.go level=warn',
    { time: '2026-11-22T05:01:56.123Z' },
  ],
  ['Prometheus 3', 'time=2026-11-22T05:01:56.123Z level=WARN', { time: '2026-11-22T05:01:56.123Z' }],
  [
    "nginx's errors",
    '2026/11/22 05:01:56 [error] 29#29: *1 connect() failed',
    { time: '2026-11-22T05:01:56.000Z' },
  ],
  [
    "nginx's accesses",
    '203.0.113.9 - - [22/Nov/2026:06:01:56 +0100] "GET / HTTP/1.1" 200 5',
    { time: '2026-11-22T05:01:56.000Z' },
  ],
  ['a cut json line', '{"log":"half of a li', { label: undefined, text: '{"log":"half of a li' }],
])('%s', (_, raw, expected) => {
  const { label, time, text } = splitLine(raw);
  expect({ label, time: time?.toISOString(), text }).toMatchObject(expected);
});
