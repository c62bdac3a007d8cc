import { readRedisConf } from '../../../edits/conf/redis.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { placeInText } from '../../place-in-text.ts';
import { type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';

/** A variable as a shell or Compose would put it in. */
const VARIABLE = /\$(?:\{\w+(?::?[-?+][^}]*)?\}|[A-Z][A-Z0-9_]{2,})/;

export const redisConfEnvNotExpanded = defineCheck({
  id: 'redis-conf-env-not-expanded',
  area: 'redis',
  severity: 'error',
  title: 'redis.conf holds values, not variables',
  why: `Redis puts no variables into its file. Behind requirepass the name itself becomes the password, which everybody can guess who has
seen the file, and no client gets in; behind a number the server stops with "FATAL CONFIG FILE ERROR".`,
  repair:
    'Give the directive on the command line, where Compose puts variables in: redis-server FILE --requirepass "${REDIS_PASSWORD}".',
  fixClass: 'never',
  source:
    'seen with redis-server 7.0.15: requirepass ${REDIS_PASSWORD} takes "${REDIS_PASSWORD}" as the password, maxmemory ${MM} is fatal ("argument must be a memory value")',
  run: (evidence) => {
    const servers = redisServers(evidence).filter(({ settings }) => settings.conf !== undefined);
    return servers.length === 0
      ? notApplicable('no Redis reads a file of the project')
      : found(servers.flatMap(findingsOf));
  },
});

function findingsOf({ service, settings }: RedisServer): Finding[] {
  const { conf } = settings;
  // A script may put the values in before the server reads the file.
  if (conf === undefined || /envsubst|\bsed\b/.test([...service.entrypoint, ...service.command].join(' ')))
    return [];
  return readRedisConf(conf.text).flatMap(({ words, value, valueStart }) => {
    const variable = VARIABLE.exec(value)?.[0];
    const name = words[0] ?? '';
    // What the command line says comes last.
    if (variable === undefined || settings.settings.get(name)?.from === 'command') return [];
    const at = placeInText(conf.file, conf.text, valueStart);
    return [
      {
        message: `${service.name} takes ${variable} behind ${name} as it stands: Redis puts no variables into its file.`,
        at,
        related: [service.at],
        evidence: [{ by: 'config', text: `${name} ${variable} in ${conf.file}`, at }],
        repair: `Delete the line, and give --${name} "${variable}" on the command line of ${service.name}, where Compose puts it in.`,
      },
    ];
  });
}
