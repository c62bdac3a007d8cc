import type { Service } from '../../../project/project.ts';

/** Whom a redis_exporter asks. */
export interface ExporterAddress {
  readonly host: string;
  readonly password: string | undefined;
}

/** REDIS_ADDR, `redis://[:password@]host:port`, several by commas; `--redis.addr` likewise. */
export function exporterAddress({ environment, command }: Service): ExporterAddress {
  const flag = command.find((word) => word.startsWith('--redis.addr=') || word.startsWith('-redis.addr='));
  const text =
    flag?.replace(/^--?redis\.addr=/, '') ??
    environment.findLast(({ key }) => key === 'REDIS_ADDR')?.value ??
    '';
  const match = /^(?:rediss?:\/\/)?(?:[^:@/]*:([^@/]*)@)?([^:,/]+)/.exec(text.replace(/^["']/, ''));
  return { host: match?.[2] ?? 'localhost', password: match?.[1] };
}
