import type { Config } from '../../config/schema.ts';
import { DEFAULT_READ_LIMITS } from '../read/limits.ts';
import type { ParserPoolOptions } from './parser-pool.ts';

/** What the configuration says of the children that read documents. A position "to this day" lasts until the current month. */
export function parserOptions(config: Pick<Config, 'file_timeout'>, size: number): ParserPoolOptions {
  return {
    size,
    limits: DEFAULT_READ_LIMITS,
    timeoutMs: config.file_timeout,
    now: new Date().toISOString().slice(0, 'YYYY-MM'.length),
  };
}
