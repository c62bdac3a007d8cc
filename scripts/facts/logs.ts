import { z } from 'zod';
import { compact, readFacts, type Table, text } from './source.ts';

const REDIS = z.object({
  rules: z
    .object({
      unknown_directive_7: z.object({ stderr: z.array(text) }),
      unknown_directive_8: z.object({ log: z.array(text) }),
    })
    .loose(),
  downgrade: text,
  host: z.record(text, text),
  security_attack_log: z.object({ rate_limit: text, effect: text }).catchall(z.unknown()),
});
const POSTGRES = z.object({
  rules: z.object({ unknown_parameter: z.object({ log_lines: z.array(text) }) }).loose(),
});
const LINES = z.object({ log_lines: z.array(text) });
const QDRANT = z.object({
  out_of_range: LINES,
  missing_files: LINES,
  wrong_type: z.object({ examples: z.array(text) }),
});
const NGINX = z.object({ rules: z.object({ unknown_directive: text }).loose() });

interface Line {
  readonly id: string;
  readonly program: string;
  /** Must stand in the facts, or the generator fails: a literal is never invented. */
  readonly literal: string;
  readonly in: unknown;
  readonly versions?: string;
  readonly effect?: string;
  /** Seconds, read from the facts' own sentence. */
  readonly rateLimit?: string;
}

export function logTables(facts: string): Table[] {
  const redis = readFacts(facts, 'redis.json', REDIS);
  const { log_lines: unknown } = readFacts(facts, 'postgres.json', POSTGRES).rules.unknown_parameter;
  const qdrant = readFacts(facts, 'qdrant.json', QDRANT);
  const nginx = readFacts(facts, 'nginx.json', NGINX).rules;
  const attack = redis.security_attack_log;
  const lines: Line[] = [
    {
      id: 'redis-http-probe',
      program: 'redis',
      literal: 'Possible SECURITY ATTACK detected',
      in: attack,
      effect: attack.effect,
      rateLimit: /per (\d+) s/.exec(attack.rate_limit)?.[1] ?? '',
    },
    {
      id: 'redis-bad-config',
      program: 'redis',
      literal: 'FATAL CONFIG FILE ERROR',
      in: redis.rules.unknown_directive_7,
    },
    {
      id: 'redis-unresolved-config',
      program: 'redis',
      literal: 'Unresolved Configuration(s) Detected',
      in: redis.rules.unknown_directive_8,
      versions: '8.0',
    },
    {
      id: 'redis-overcommit',
      program: 'redis',
      literal: 'WARNING Memory overcommit must be enabled!',
      in: redis.host,
    },
    {
      id: 'redis-downgrade',
      program: 'redis',
      literal: "Can't handle RDB format version",
      in: redis.downgrade,
    },
    {
      id: 'postgres-unknown-parameter',
      program: 'postgres',
      literal: 'unrecognized configuration parameter',
      in: unknown,
    },
    { id: 'postgres-bad-config', program: 'postgres', literal: 'contains errors', in: unknown },
    {
      id: 'qdrant-out-of-range',
      program: 'qdrant',
      literal: 'Settings configuration file has validation errors',
      in: qdrant.out_of_range,
    },
    {
      id: 'qdrant-config-not-found',
      program: 'qdrant',
      literal: 'Config file not found',
      in: qdrant.missing_files,
    },
    { id: 'qdrant-wrong-type', program: 'qdrant', literal: 'invalid type', in: qdrant.wrong_type },
    {
      id: 'nginx-unknown-directive',
      program: 'nginx',
      literal: 'unknown directive',
      in: nginx.unknown_directive,
    },
  ];
  return [
    {
      file: 'log-lines',
      from: 'logs',
      type: ['KnownLogLine'],
      tables: [{ name: 'LOG_LINES', shape: 'KnownLogLine', rows: lines.map(row) }],
    },
  ];
}

function row({ in: from, rateLimit, ...line }: Line): object {
  if (!JSON.stringify(from).includes(line.literal)) throw new Error(`${line.id}: no such line in the facts`);
  return {
    ...compact(line),
    ...compact({ rateLimitMs: rateLimit === undefined ? undefined : Number(rateLimit) * 1000 }),
  };
}
