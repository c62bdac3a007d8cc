import { defineCheck, type Finding, found, type LogPattern, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import { writtenValue } from '../../components/compose/written-value.ts';
import type { Place } from '../../../project/project.ts';

const REFUSED: LogPattern = { name: 'refused', literal: ">>> 'requirepass'" };

export const redisEmptyRequirepass = defineCheck({
  id: 'redis-empty-requirepass',
  area: 'redis',
  severity: 'error',
  title: 'The password option of Redis has a password behind it',
  why: `"--requirepass \${X}" with X empty or unset leaves the option without an argument. Redis then stops at once with "FATAL CONFIG
FILE ERROR … wrong number of arguments", and everything that waits for it stays down.`,
  repair:
    'Set the variable in .env (a long random password), and give it to every client; or write ${X:?set X}, so that Compose says what is missing.',
  fixClass: 'never',
  source:
    'seen with redis-server 7.0.15 and 8.0.6: --requirepass without an argument is fatal, --requirepass "" is no password',
  logs: [REFUSED],
  run: (evidence) => {
    const servers = redisServers(evidence);
    if (servers.length === 0) return notApplicable('no service is Redis');
    const bare = servers.flatMap((server) =>
      server.settings.settings.get('requirepass')?.bare ? [findingOf(evidence, server)] : [],
    );
    return found(bare);
  },
});

function findingOf(evidence: Evidence, { service, settings }: RedisServer): Finding {
  const { project, logs } = evidence;
  const option = settings.settings.get('requirepass')?.at ?? service.at;
  const written = [
    writtenValue(project, service.editOf(['command'])),
    writtenValue(project, service.editOf(['entrypoint'])),
  ];
  const name = /--requirepass["',\s]+\$+\{?(\w+)/.exec(JSON.stringify(written).replaceAll('\\"', '"'))?.[1];
  const line = emptyLine(evidence, name);
  const { count, samples } = logs.summary('redis-empty-requirepass', REFUSED.name);
  return {
    message: `requirepass of ${service.name} has nothing behind it${name === undefined ? '' : `, since ${name} is empty`}: the server stops at once.`,
    at: line ?? option,
    related: line === undefined ? [] : [option],
    evidence: [
      {
        by: 'config',
        text: `requirepass without an argument${name === undefined ? '' : `; ${name} is ${line === undefined ? 'not set' : 'empty'}`}`,
        at: option,
      },
      ...(count === 0
        ? []
        : [
            {
              by: 'log' as const,
              text: `${samples[0]?.service ?? 'Redis'} wrote ${count} x: >>> 'requirepass', wrong number of arguments`,
            },
          ]),
    ],
    ...(name === undefined
      ? {}
      : { repair: `Set ${name} to a long random password in .env, and let every client use it.` }),
  };
}

function emptyLine({ project }: Evidence, name: string | undefined): Place | undefined {
  return project.envFiles
    .find(({ file }) => file === '.env')
    ?.lines.findLast(({ key, value }) => key === name && value === '')?.at;
}
