import { CvxError } from '../lib/errors.ts';
import type { Config } from './schema.ts';

export interface QueueServer {
  readonly url: string;
  /** Where `url` comes from, for errors. */
  readonly setting: 'REDIS_URL' | 'REDIS_QUEUE_URL';
}

/**
 * The queue's server, where the configuration has all that work across machines needs. Asked before anything is opened, so that an embedded store is neither
 * made nor waited for.
 * @throws CvxError CVX_NEEDS_SERVERS that names what is missing.
 */
export function requireServers(config: Config, what = 'Working across machines'): QueueServer {
  const url = config.redis_queue_url ?? config.redis_url;
  if (url !== undefined && config.database_url !== undefined)
    return { url, setting: config.redis_queue_url === undefined ? 'REDIS_URL' : 'REDIS_QUEUE_URL' };
  const missing = [
    ...(config.database_url === undefined ? ['DATABASE_URL'] : []),
    ...(url === undefined ? ['REDIS_URL'] : []),
  ];
  throw new CvxError('CVX_NEEDS_SERVERS', `${what} needs ${missing.join(' and ')}.`, {
    hint: 'The embedded store belongs to one process: there, cvx ingest without --queue and cvx serve without workers do all the work.',
  });
}
