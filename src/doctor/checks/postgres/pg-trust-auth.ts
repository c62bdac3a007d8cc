import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { placeInText } from '../../place-in-text.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { withoutVariable } from '../../components/compose/variable-edits.ts';

const warning: LogPattern = { name: 'warning', literal: 'POSTGRES_HOST_AUTH_METHOD has been set to "trust"' };

export const pgTrustAuth = defineCheck({
  id: 'pg-trust-auth',
  area: 'postgres',
  severity: 'error',
  title: 'PostgreSQL asks for a password',
  why: `With trust the server lets anybody who reaches its port be any user, the superuser too, and a superuser runs programs in the
container (COPY … FROM PROGRAM). Every container of the network reaches it, and with a published port everybody does.`,
  repair:
    'Set POSTGRES_PASSWORD and take POSTGRES_HOST_AUTH_METHOD away. For a volume that exists both are no longer read: ALTER ROLE … PASSWORD, and scram-sha-256 for "host all all all" in pg_hba.conf on the volume.',
  fixClass: 'confirm',
  source:
    'docker-library/postgres docker-entrypoint.sh (its warning, and "host all all all $POSTGRES_HOST_AUTH_METHOD"); PostgreSQL manual 21.4 Trust Authentication',
  logs: [warning],
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    return found(
      servers.flatMap((service) => [...byVariable(evidence, service), ...byFile(evidence, service)]),
    );
  },
});

function byVariable(evidence: Evidence, service: Service): readonly Finding[] {
  const entry = service.environment.findLast(({ key }) => key === 'POSTGRES_HOST_AUTH_METHOD');
  if (entry?.value !== 'trust') return [];
  const password = service.environment.some(
    ({ key, value }) => /^POSTGRES_PASSWORD(?:_FILE)?$/.test(key) && value !== '',
  );
  const removal = withoutVariable(service, entry);
  const { count } = evidence.logs.summary('pg-trust-auth', warning.name);
  const seen: readonly Seen[] = [
    { by: 'config', text: 'POSTGRES_HOST_AUTH_METHOD is trust', at: entry.at },
    ...(count > 0 ? [{ by: 'log', text: `the image warns of it ${count} x` } as const] : []),
  ];
  return [
    {
      message: `${service.name} lets anybody in who reaches ${reach(service)}, as any user and without a password.`,
      at: entry.at,
      evidence: seen,
      severity: isPublished(service) ? 'error' : 'warning',
      // Without a password the container would no longer start; which one it shall be is not cvx's to choose.
      ...(removal === undefined || !password
        ? {}
        : { fix: { class: 'confirm', edits: [removal], restart: [service.name] } }),
    },
  ];
}

/** A mounted pg_hba.conf that trusts addresses; the server's own socket is another matter. */
function byFile({ project }: Evidence, service: Service): readonly Finding[] {
  const mount = service.mounts.find(({ target, kind }) => kind === 'bind' && target.endsWith('pg_hba.conf'));
  const text = mount === undefined ? undefined : project.read(mount.source);
  if (mount === undefined || text === undefined) return [];
  const lines = [
    ...text.matchAll(
      /^[ \t]*host(?:ssl|nossl)?[ \t]+\S+[ \t]+\S+[ \t]+(\S+(?:[ \t]+\d[\d.]+)?)[ \t]+trust\b/gm,
    ),
  ];
  return lines
    .filter(([, address = '']) => !/^(?:127\.|::1|localhost|samehost)/.test(address))
    .map((match): Finding => {
      const at = placeInText(mount.source, text, match.index + match[0].length - 'trust'.length);
      return {
        message: `${service.name} lets anybody in from ${match[1] ?? 'there'} without a password.`,
        at,
        related: [mount.at],
        evidence: [{ by: 'config', text: `${mount.source} trusts ${match[1] ?? ''}`, at }],
        severity: isPublished(service) ? 'error' : 'warning',
        repair: 'Write scram-sha-256 in place of trust, after every role that logs in has a password.',
        fix: {
          class: 'confirm',
          edits: [
            {
              do: 'replace-text',
              file: mount.source,
              offset: match.index + match[0].length - 'trust'.length,
              expect: 'trust',
              text: 'scram-sha-256',
            },
          ],
          restart: [service.name],
        },
      };
    });
}

function isPublished({ ports, spec }: Service): boolean {
  return (
    spec['network_mode'] === 'host' ||
    ports.some(({ hostIp }) => hostIp === undefined || !/^(?:127\.|::1$|localhost$)/.test(hostIp))
  );
}

function reach(service: Service): string {
  return isPublished(service) ? 'its published port' : 'its network';
}
