import type { Edit } from '../../../edits/edit.ts';
import type { EnvEntry, Service } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { exporterAddress } from '../../components/redis/exporter-address.ts';
import { type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { inEnvironment, withoutVariable } from '../../components/compose/variable-edits.ts';

const REFUSED: LogPattern = { name: 'refused', literal: "Couldn't connect to redis instance" };

export const redisExporterAuth = defineCheck({
  id: 'redis-exporter-auth',
  area: 'redis',
  severity: 'error',
  title: 'redis_exporter and Redis agree on the password',
  why: `redis_exporter runs and answers its scrape, so its target is up, while Redis turns it away: redis_up is 0 and every other metric of
Redis is missing. Alerts on them never fire.`,
  repair: 'Give the exporter the password of the server (REDIS_PASSWORD), or none where the server has none.',
  fixClass: 'confirm',
  source:
    'oliver006/redis_exporter 1.86.0 README (REDIS_ADDR, REDIS_PASSWORD, REDIS_PASSWORD_FILE) and exporter.go ("Couldn\'t connect to redis instance"); replies of redis-server 7.0.15',
  logs: [REFUSED],
  supersedes: ['env-list-literal-quotes'],
  run: (evidence) => {
    const exporters = evidence.project.services.filter(
      ({ kind, active }) => kind === 'redis-exporter' && active,
    );
    if (exporters.length === 0) return notApplicable('there is no redis_exporter');
    const servers = redisServers(evidence);
    const pairs = exporters.flatMap((exporter) => {
      const service = serviceOfHost(evidence.project, exporterAddress(exporter).host);
      const server = servers.find((one) => one.service === service);
      return server === undefined ? [] : [{ exporter, server }];
    });
    const sick = pairs.flatMap(({ exporter, server }) => findingOf(evidence, exporter, server) ?? []);
    if (sick.length > 0) return found(sick);
    if (pairs.length === 0) return notApplicable('no exporter asks a Redis of this project');
    return pairs.some(({ server }) => server.settings.complete || server.live !== undefined)
      ? HEALTHY
      : notObservable('what password the server wants is not to be seen');
  },
});

function findingOf(
  { project, logs }: Evidence,
  exporter: Service,
  { service, settings, live }: RedisServer,
): Finding | undefined {
  const entry = exporter.environment.findLast(({ key }) => key === 'REDIS_PASSWORD');
  const others =
    exporter.environment.some(({ key }) => /^REDIS_(?:PASSWORD_FILE|USER)$/.test(key)) ||
    exporter.command.some((word) => /redis\.(?:password|user)/.test(word));
  if (others || settings.settings.has('user') || settings.settings.has('aclfile')) return undefined;
  const said = entry?.value ?? exporterAddress(exporter).password ?? '';
  const wanted = settings.settings.get('requirepass');
  const known = settings.complete || live !== undefined;
  const open = live?.open ?? (wanted?.value ?? '') === '';
  // What the shell passes on is not known here.
  if (!known || (entry !== undefined && entry.value === undefined)) return undefined;
  if (open ? said === '' : wanted === undefined || said === wanted.value) return undefined;
  const { count } = logs.summary('redis-exporter-auth', REFUSED.name);
  const at = entry?.at ?? exporter.placeOf(['environment', 'REDIS_ADDR']) ?? exporter.at;
  const edits = open
    ? entry && withoutVariable(exporter, entry)
    : passwordEdit(project, exporter, entry, wanted?.value ?? '');
  return {
    message: open
      ? `${exporter.name} sends a password${said === '""' || said === "''" ? ' of two quotes' : ''}, and ${service.name} has none: it is turned away, and there are no metrics of Redis.`
      : `${exporter.name} sends ${said === '' ? 'no password' : 'another password than the one'} that ${service.name} asks for: there are no metrics of Redis.`,
    at,
    related: [wanted?.at ?? service.at],
    evidence: [
      {
        by: 'config',
        text: `${exporter.name}: ${said === '' ? 'no password' : 'a password'}; ${service.name}: ${open ? 'none' : 'requirepass'}`,
        at,
      },
      ...(live === undefined
        ? []
        : [
            {
              by: 'live' as const,
              text: `${service.name} answers PING ${live.open ? 'without' : 'only with'} a password`,
            },
          ]),
      ...(count === 0 ? [] : [{ by: 'log' as const, text: `"${REFUSED.literal}" ${count} x` }]),
    ],
    repair: open
      ? `Delete REDIS_PASSWORD of ${exporter.name}.`
      : `Set REDIS_PASSWORD of ${exporter.name} to the password of ${service.name}.`,
    ...(edits === undefined
      ? {}
      : { fix: { class: open ? 'safe' : 'confirm', edits: [edits], restart: [exporter.name] } }),
  };
}

/** By the variable of .env that holds it; a password is never written out anew. */
function passwordEdit(
  { envFiles }: Evidence['project'],
  exporter: Service,
  entry: EnvEntry | undefined,
  value: string,
): Edit | undefined {
  const holder = envFiles.find(({ file }) => file === '.env')?.lines.findLast((line) => line.value === value);
  if (holder === undefined || entry?.from === 'env-file') return undefined;
  return inEnvironment(exporter, 'REDIS_PASSWORD', `\${${holder.key}}`);
}
