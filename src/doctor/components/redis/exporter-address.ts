import type { Place, Service } from '../../../project/project.ts';

/** Whom a redis_exporter asks. */
export interface ExporterAddress {
  readonly host: string;
  /** Undefined where none is named: the server then takes it for `default`. */
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** REDIS_ADDR, `redis://[[user]:password@]host:port`, several by commas; `--redis.addr` likewise. */
export function exporterAddress(exporter: Service): ExporterAddress {
  const text = exporterOption(exporter, 'redis.addr', 'REDIS_ADDR')?.value ?? '';
  const match = /^(?:rediss?:\/\/)?(?:([^:@/]*):([^@/]*)@)?([^:,/]+)/.exec(text.replace(/^["']/, ''));
  const user = match?.[1] || exporterOption(exporter, 'redis.user', 'REDIS_USER')?.value;
  return { host: match?.[3] ?? 'localhost', user: user || undefined, password: match?.[2] };
}

/** What a redis_exporter is told by a flag of its command (`-flag=x`, `--flag x`), else by a variable. */
export function exporterOption(
  { environment, command, at }: Service,
  flag: string,
  key: string,
): { readonly value: string | undefined; readonly at: Place } | undefined {
  const index = command.findLastIndex((word) => /^--?([^=]+)/.exec(word)?.[1] === flag);
  const word = command[index];
  if (word !== undefined)
    return { value: word.includes('=') ? word.slice(word.indexOf('=') + 1) : command[index + 1], at };
  return environment.findLast((one) => one.key === key);
}
