import type { Edit } from '../../../edits/edit.ts';
import { ignoredVariable } from '../../../facts/images.ts';
import type { EnvEntry } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { withRedisSetting } from '../../components/redis/redis-edits.ts';
import { configSeen, type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import { withoutVariable } from '../../components/compose/variable-edits.ts';

/** Variables that say the value of one directive. */
const DIRECTIVE: ReadonlyMap<string, string> = new Map([
  ['REDIS_MAXMEMORY', 'maxmemory'],
  ['REDIS_MAXMEMORY_POLICY', 'maxmemory-policy'],
  ['REDIS_APPENDONLY', 'appendonly'],
  ['REDIS_AOF_ENABLED', 'appendonly'],
  ['REDIS_PORT', 'port'],
  ['REDIS_PORT_NUMBER', 'port'],
  ['REDIS_PASSWORD', 'requirepass'],
  ['REDIS_PROTECTED_MODE', 'protected-mode'],
]);
/** Those whose value can be taken over without locking anybody out. */
const TAKEN_OVER = new Set(['maxmemory', 'maxmemory-policy']);

export const redisEnvIgnored = defineCheck({
  id: 'redis-env-ignored',
  area: 'redis',
  severity: 'error',
  title: 'The variables of Redis are ones that its image reads',
  why: `redis-server reads no settings from its environment, and the official image adds none: REDIS_PASSWORD, REDIS_MAXMEMORY and the
like belong to other images. The stack looks protected and limited, and is neither.`,
  repair:
    'Write the setting into the command (--requirepass, --maxmemory, --appendonly) or into redis.conf, and delete the variable.',
  fixClass: 'confirm',
  source:
    'redis-server 7.0.15 run with REDIS_MAXMEMORY, REDIS_PASSWORD and REDIS_PROTECTED_MODE: no effect; docker-library/redis docker-entrypoint.sh; the README of bitnami/redis',
  supersedes: ['env-placebo', 'env-list-literal-quotes'],
  run: (evidence) => {
    const servers = redisServers(evidence).filter(({ settings }) => settings.image === 'official');
    if (servers.length === 0) return notApplicable('no service runs an official image of Redis');
    return found(
      servers.flatMap((server) =>
        server.service.environment.flatMap((entry) => findingOf(evidence, server, entry) ?? []),
      ),
    );
  },
});

function findingOf({ project }: Evidence, server: RedisServer, entry: EnvEntry): Finding | undefined {
  const { service, settings } = server;
  const known = ignoredVariable('redis', entry.key);
  // An env file is shared with those that do read it.
  if (known === undefined || entry.from === 'env-file' || isUsed(server, entry.key)) return undefined;
  const directive = DIRECTIVE.get(entry.key);
  const set = directive === undefined ? undefined : settings.settings.get(directive);
  const same = set !== undefined && set.value === entry.value;
  const edits = editsOf(project, server, entry, directive);
  return {
    message: same
      ? `${entry.key} does nothing: ${service.name} has its ${directive} from ${set.from === 'file' ? 'redis.conf' : 'its command'}.`
      : `${entry.key} does nothing: the official image of ${service.name} does not read it.`,
    at: entry.at,
    related: set === undefined ? [service.at] : [set.at],
    severity: same || known.useInstead.startsWith('nothing') ? 'warning' : 'error',
    evidence: [
      {
        by: 'config',
        text: `${entry.key} is set for ${service.image ?? service.name} (${known.why})`,
        at: entry.at,
      },
      ...(directive === undefined || directive === 'requirepass' ? [] : configSeen(server, directive)),
    ],
    repair: same
      ? `Delete ${entry.key}.`
      : `Instead: ${known.useInstead.replace(/-*requirepass/, 'a password')}.`,
    ...(edits === undefined
      ? {}
      : { fix: { class: same ? 'safe' : 'confirm', edits, restart: [service.name] } }),
  };
}

/** The command, a health check or a mounted script may read it. */
function isUsed({ service }: RedisServer, key: string): boolean {
  const { command, entrypoint, spec } = service;
  const text = [...command, ...entrypoint, JSON.stringify(spec['healthcheck'] ?? '')].join(' ');
  return new RegExp(`\\$\\{?${key}\\b`).test(text) || /\.sh\b/.test([...command, ...entrypoint].join(' '));
}

function editsOf(
  project: Evidence['project'],
  { service, settings }: RedisServer,
  entry: EnvEntry,
  directive: string | undefined,
): readonly Edit[] | undefined {
  const gone = withoutVariable(service, entry);
  const set = directive === undefined ? undefined : settings.settings.get(directive);
  if (gone === undefined || directive === undefined) return undefined;
  if (set !== undefined && set.value === entry.value) return [gone];
  if (!TAKEN_OVER.has(directive) || set !== undefined || entry.value === undefined || entry.value === '')
    return undefined;
  const moved = withRedisSetting(project, service, settings, {
    name: directive,
    value: entry.raw.replace(/^(["'])(.*)\1$/, '$2'),
  });
  return moved && [...moved, gone];
}
