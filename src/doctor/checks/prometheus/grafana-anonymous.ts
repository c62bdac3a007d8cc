import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { withVariable } from '../../components/compose/variable-edits.ts';

const DATA = '/var/lib/grafana';

export const grafanaAnonymous = defineCheck({
  id: 'grafana-anonymous',
  area: 'prometheus',
  severity: 'warning',
  title: 'Grafana asks who looks',
  why: `With anonymous access whoever reaches the port sees every dashboard, and may send queries of his own to its data sources. With the
password that it comes with (admin/admin) he is its administrator, and reads what Prometheus and the databases behind it hold.`,
  repair:
    'Set GF_AUTH_ANONYMOUS_ENABLED to "false" and GF_SECURITY_ADMIN_PASSWORD to a password of your own, or publish the port on 127.0.0.1 alone.',
  fixClass: 'confirm',
  source:
    'Grafana conf/defaults.ini: [auth.anonymous] enabled, org_role; [security] admin_user = admin, admin_password = admin, disable_initial_admin_creation; Grafana documentation, Override configuration with environment variables',
  run: ({ project }) => {
    const services = startedServices(project).filter(({ kind }) => kind === 'grafana');
    if (services.length === 0) return notApplicable('no service is Grafana');
    return found(
      services.flatMap((service) =>
        isReachable(project, service) ? [...anonymous(project, service), ...defaultPassword(service)] : [],
      ),
    );
  },
});

/** Beyond this machine: by a published port, the host's network, or nginx. */
function isReachable({ configs }: Project, { name, ports, spec }: Service): boolean {
  return (
    spec['network_mode'] === 'host' ||
    ports.some(({ hostIp }) => hostIp === undefined || !/^(?:127\.|::1$|localhost$)/.test(hostIp)) ||
    configs.some(
      ({ kind, text }) => kind === 'nginx' && new RegExp(`//${name}\\b|server\\s+${name}\\b`).test(text),
    )
  );
}

function variable({ environment }: Service, key: string): string | undefined {
  return environment.findLast((entry) => entry.key === key)?.value;
}

function anonymous(project: Project, service: Service): readonly Finding[] {
  const entry = service.environment.findLast(({ key }) => key === 'GF_AUTH_ANONYMOUS_ENABLED');
  if (entry?.value?.toLowerCase() !== 'true') return [];
  const role = variable(service, 'GF_AUTH_ANONYMOUS_ORG_ROLE') ?? 'Viewer';
  const edit = withVariable(project, service, entry.key, 'false');
  return [
    {
      message: `${service.name} lets in anybody who reaches its port, as ${role}.`,
      at: entry.at,
      evidence: [{ by: 'config', text: `GF_AUTH_ANONYMOUS_ENABLED is true, the role ${role}`, at: entry.at }],
      severity: role === 'Viewer' ? 'warning' : 'error',
      ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
    },
  ];
}

/**
 * Nothing sets a password, and no volume keeps the one that somebody chose at the first login: every new container is admin/admin.
 * One that is set to "admin" is a secret of an example, which another check tells.
 */
function defaultPassword(service: Service): readonly Finding[] {
  const { environment, mounts } = service;
  const set = environment.some(
    ({ key, value }) => /^GF_SECURITY_ADMIN_PASSWORD(?:__FILE)?$/.test(key) && value !== '',
  );
  const noLogin =
    variable(service, 'GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION') === 'true' ||
    variable(service, 'GF_AUTH_DISABLE_LOGIN_FORM') === 'true';
  const kept = mounts.some(
    ({ target }) => target.replace(/\/$/, '') === DATA || target.endsWith('grafana.ini'),
  );
  const elsewhere =
    environment.some(({ key }) => /^GF_(?:DATABASE_|PATHS_)/.test(key)) || service.buildContext !== undefined;
  if (set || noLogin || kept || elsewhere) return [];
  const at = service.placeOf(['environment']) ?? service.at;
  return [
    {
      message: `${service.name} has the password that it comes with, admin/admin, in every new container.`,
      at,
      evidence: [{ by: 'config', text: `no GF_SECURITY_ADMIN_PASSWORD, and nothing kept below ${DATA}`, at }],
      repair: 'Set GF_SECURITY_ADMIN_PASSWORD to a variable of .env (openssl rand -hex 24).',
    },
  ];
}
