import { readRedisConf } from '../../../edits/conf/redis.ts';
import type { Edit } from '../../../edits/edit.ts';
import type { ConfigFile, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { howItStands } from '../../components/compose/how-it-stands.ts';
import {
  liveSetting,
  type RedisServer,
  redisServers,
  unfound,
} from '../../components/redis/redis-servers.ts';
import { writtenValue } from '../../components/compose/written-value.ts';

const NO_FILE: LogPattern = {
  name: 'no-file',
  literal: 'Warning: no config file specified, using the default config',
};
/** What locks clients out, or, with an existing snapshot, starts from an empty file, the moment that it takes effect. */
const WEIGHTY = new Set([
  'requirepass',
  'user',
  'aclfile',
  'rename-command',
  'bind',
  'port',
  'protected-mode',
  'appendonly',
  'replicaof',
  'dir',
  'dbfilename',
  'tls-port',
  'maxmemory-policy',
]);

export const redisConfNotLoaded = defineCheck({
  id: 'redis-conf-not-loaded',
  area: 'redis',
  severity: 'error',
  title: 'The redis.conf that is there for Redis is the one that it reads',
  why: `Redis reads a file only where its command line begins with the path. A redis.conf that merely stands in the container does nothing: memory
limits, passwords and persistence that somebody set there are not in force, and nothing says so but one line at the start.`,
  repair: 'Put the path first in the command: redis-server /usr/local/etc/redis/redis.conf.',
  fixClass: 'confirm',
  source:
    'redis src/server.c main: "Warning: no config file specified, using the default config" (7.0.15 run); docker-library/redis README; AOF on an existing RDB starts empty: redis.io, persistence',
  logs: [NO_FILE],
  run: (evidence) => {
    const servers = redisServers(evidence);
    const sick = servers.flatMap((server) =>
      unloaded(evidence.project, server).flatMap((conf) => findingOf(evidence, server, conf)),
    );
    return sick.length > 0
      ? found(sick)
      : unfound(servers, ({ settings }) => settings.complete || settings.conf !== undefined);
  },
});

/** In the container, and named by nothing. Only where the command line is the image's own or stands in the compose file. */
function unloaded({ configs }: Project, { service, settings }: RedisServer): ConfigFile[] {
  const mounted = configs.filter(({ kind, service: owner }) => kind === 'redis' && owner === service.name);
  return settings.confPath === undefined && settings.complete && mounted.length === 1 ? mounted : [];
}

function findingOf(evidence: Evidence, server: RedisServer, conf: ConfigFile): Finding[] {
  const { service, settings } = server;
  const dead = readRedisConf(conf.text).flatMap(({ words: [name = ''] }) =>
    settings.settings.has(name) ? [] : [name],
  );
  const names = [...new Set(dead)];
  // Everything in it is on the command line as well.
  if (names.length === 0) return [];
  const noFile = evidence.logs.summary('redis-conf-not-loaded', NO_FILE.name);
  const standing = howItStands(service, conf);
  const at = service.placeOf(['command']) ?? standing.at ?? service.at;
  const weighty = names.filter((name) => WEIGHTY.has(name));
  const before = firstToChange(conf);
  const edits = before === undefined ? loadEdits(evidence.project, server, conf.target ?? '') : undefined;
  return [
    {
      message: `${service.name} does not read ${conf.file}: ${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''} ${names.length === 1 ? 'has' : 'have'} no effect.`,
      at,
      related: [...(standing.at === undefined ? [] : [standing.at]), { file: conf.file, line: 1, column: 1 }],
      evidence: [
        {
          by: 'config',
          text: `${conf.file} is ${standing.text}, and the command names no file`,
          at,
        },
        ...(mayBeOf(noFile, service) ? [{ by: 'log' as const, text: NO_FILE.literal }] : []),
        ...names.flatMap((name) => liveDiffers(server, conf, name)).slice(0, 3),
      ],
      repair: `${before === undefined ? '' : `${before} Then: `}Put ${conf.target ?? 'the path'} first in the command of ${service.name}.${weighty.length === 0 ? '' : ` ${weighty.join(', ')} then take effect.${weighty.includes('appendonly') ? ' With data from before, run CONFIG SET appendonly yes first, or Redis starts empty.' : ''}`}`,
      ...(edits === undefined
        ? {}
        : { fix: { class: weighty.length === 0 ? 'safe' : 'confirm', edits, restart: [service.name] } }),
    },
  ];
}

/**
 * Lines of the redis.conf that distributions bring, which a container cannot bear: Redis forks away and the container ends, or it
 * listens within its container alone.
 */
function firstToChange({ file, text }: ConfigFile): string | undefined {
  const lines = readRedisConf(text);
  const last = (name: string): readonly string[] =>
    lines.findLast(({ words }) => words[0] === name)?.words.slice(1) ?? [];
  if (last('daemonize')[0] === 'yes')
    return `Take "daemonize yes" out of ${file}: with it the container ends as soon as it starts.`;
  const addresses = last('bind');
  return addresses.length > 0 && addresses.every((one) => /^-?(?:127\.|::1$|localhost$)/.test(one))
    ? `Take "bind ${addresses.join(' ')}" out of ${file}: with it no other container reaches Redis.`
    : undefined;
}

function liveDiffers(server: RedisServer, { text }: ConfigFile, name: string) {
  const written = readRedisConf(text).findLast(({ words }) => words[0] === name)?.value;
  const live = liveSetting(server, name);
  const plain = written !== undefined && /^[a-z-]+$/.test(written) && name !== 'requirepass';
  return plain && live !== undefined && live !== written
    ? [{ by: 'live' as const, text: `CONFIG GET ${name} says ${live}, the file ${written}` }]
    : [];
}

function loadEdits(project: Project, { service }: RedisServer, target: string): readonly Edit[] | undefined {
  const { file, path, shared } = service.editOf(['command']);
  if (shared === true || service.entrypoint.length > 0) return undefined;
  const written = writtenValue(project, { file, path });
  if (service.spec['command'] === undefined || service.spec['command'] === null)
    return [{ do: 'set-yaml', file, path, value: ['redis-server', target] }];
  if (typeof written !== 'string') return listEdits(service.command, file, path, project, target);
  const program = /^(?:\S*\/)?(?:redis|valkey|keydb)-server\b/.exec(written)?.[0];
  const value =
    program === undefined ? `${target} ${written}` : `${program} ${target}${written.slice(program.length)}`;
  return [{ do: 'set-yaml', file, path, value }];
}

function listEdits(
  command: readonly string[],
  file: string,
  path: readonly (string | number)[],
  project: Project,
  target: string,
): readonly Edit[] | undefined {
  const items = command.map((_, i) => writtenValue(project, { file, path: [...path, i] }));
  const words = items.flatMap((item) =>
    typeof item === 'string' ? [item] : typeof item === 'number' ? [String(item)] : [],
  );
  if (words.length !== command.length || /^(?:.*\/)?(?:ba|da|a)?sh$/.test(words[0] ?? '')) return undefined;
  const at = /(?:redis|valkey|keydb)-server$/.test(words[0] ?? '') ? 1 : 0;
  return [{ do: 'set-yaml', file, path, value: words.toSpliced(at, 0, target) }];
}
