import { z } from 'zod';
import { parseDuration } from '../lib/format.ts';
import type { SettingKey } from './settings.ts';

/** At least this long, so that a mistyped unit (`30ms` for `30s`) does not fail every file. */
const MIN_FILE_TIMEOUT_MS = 1000;

const WHOLE = 'expected a whole number of at least 1';

const fileTimeout = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = parseDuration(String(value));
  if (ms !== undefined && ms >= MIN_FILE_TIMEOUT_MS) return ms;
  context.addIssue({ code: 'custom', message: 'expected a duration of at least 1s, such as 30s or 2m' });
  return z.NEVER;
});

function server(scheme: RegExp, example: string) {
  return z.string('expected a URL').regex(scheme, `expected a URL such as ${example}`).optional();
}

/** The check of every value. What each means is said in settings.ts. */
export const configSchema = z.strictObject({
  home: z.string('expected a folder'),
  embedding_model: z.string('expected a name or a folder'),
  concurrency: z.coerce.number(WHOLE).int(WHOLE).min(1, WHOLE),
  file_timeout: fileTimeout,
  database_url: server(/^postgres(ql)?(\+\w+)?:\/\//, 'postgresql://cvx@localhost/cvx'),
  qdrant_url: server(/^https?:\/\//, 'http://localhost:6333'),
  redis_url: server(/^rediss?:\/\//, 'redis://localhost:6379'),
} satisfies Record<SettingKey, z.ZodType>);

/** The settings of one run. `home` is absolute, `file_timeout` in milliseconds. */
export type Config = Readonly<z.infer<typeof configSchema>>;
