// Written by scripts/facts/generate.ts; do not edit.
import type { KnownLogLine } from '../logs.ts';

export const LOG_LINES: readonly KnownLogLine[] = [
  {
    id: 'redis-http-probe',
    program: 'redis',
    literal: 'Possible SECURITY ATTACK detected',
    effect:
      "the connection is closed asynchronously; the client sees EOF (curl: 'Empty reply from server', exit 52; Prometheus: 'Get \"http://...:6379/metrics\": EOF'). Any reply to the earlier lines of the same packet is lost with it.",
    rateLimitMs: 60000,
  },
  { id: 'redis-bad-config', program: 'redis', literal: 'FATAL CONFIG FILE ERROR' },
  {
    id: 'redis-unresolved-config',
    program: 'redis',
    literal: 'Unresolved Configuration(s) Detected',
    versions: '8.0',
  },
  { id: 'redis-overcommit', program: 'redis', literal: 'WARNING Memory overcommit must be enabled!' },
  { id: 'redis-downgrade', program: 'redis', literal: "Can't handle RDB format version" },
  { id: 'postgres-unknown-parameter', program: 'postgres', literal: 'unrecognized configuration parameter' },
  { id: 'postgres-bad-config', program: 'postgres', literal: 'contains errors' },
  {
    id: 'qdrant-out-of-range',
    program: 'qdrant',
    literal: 'Settings configuration file has validation errors',
  },
  { id: 'qdrant-config-not-found', program: 'qdrant', literal: 'Config file not found' },
  { id: 'qdrant-wrong-type', program: 'qdrant', literal: 'invalid type' },
  { id: 'nginx-unknown-directive', program: 'nginx', literal: 'unknown directive' },
];
