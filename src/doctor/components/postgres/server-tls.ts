import type { Mount, Project, Service } from '../../../project/project.ts';
import type { Evidence } from '../../evidence.ts';
import {
  isOfficialPostgres,
  loadedConfs,
  postgresSettings,
  type PostgresSetting,
} from './postgres-settings.ts';

/** Whether a server speaks TLS, and what says so. */
export interface ServerTls {
  readonly on: boolean;
  readonly by: 'live' | 'config';
  readonly setting: PostgresSetting | undefined;
}

/**
 * Of the running server, else of its files; `ssl` is off where nothing is said. Undefined where a script, an image or a file that is
 * not here may say it.
 */
export function serverTls({ project, live }: Evidence, service: Service): ServerTls | undefined {
  const setting = postgresSettings(project, service).get('ssl');
  const answer = live.postgres.get(service.name);
  const running = answer?.seen === true ? answer.value.settings.get('ssl')?.value : undefined;
  if (running !== undefined) return { on: running === 'on', by: 'live', setting };
  if (setting !== undefined) return { on: isOn(setting.value), by: 'config', setting };
  return mayBeSetElsewhere(project, service) ? undefined : { on: false, by: 'config', setting };
}

/** As the server reads a bool: any beginning that tells (src/backend/utils/adt/bool.c). */
function isOn(value: string): boolean {
  return /^(?:on|1|t|tr|tru|true|y|ye|yes)$/i.test(value);
}

function mayBeSetElsewhere(project: Project, service: Service): boolean {
  const { buildContext, entrypoint, command, environment, mounts } = service;
  const [first = 'postgres'] = command;
  if (!isOfficialPostgres(service) || buildContext !== undefined || entrypoint.length > 0) return true;
  if (first !== 'postgres' && !first.startsWith('-')) return true;
  // POSTGRES_INITDB_ARGS, or a configuration file that is not here.
  if (environment.some(({ value = '' }) => TURNED_ON.test(value))) return true;
  if (postgresSettings(project, service).has('config_file') && loadedConfs(project, service).length === 0)
    return true;
  return mounts.some((mount) => mayTurnOn(project, service, mount));
}

const CERTIFICATES = /(?:^|[/_.-])(?:ssl|tls|certs?|certificates?)(?:[/_.-]|$)|\.(?:crt|pem|key)$/i;
const TURNED_ON = /\bssl\b\s*(?:=|\bto\b)\s*["']?(?:on|true|yes|1)\b/i;

/** A certificate that is brought along is there for a reason; a script, or a file that is not read yet, may write what it likes. */
function mayTurnOn(project: Project, service: Service, { kind, source, target }: Mount): boolean {
  if (CERTIFICATES.test(source) || CERTIFICATES.test(target)) return true;
  if (!/initdb|\.conf$|\/etc\/postgresql/.test(target)) return false;
  if (kind !== 'bind') return true;
  const loaded = new Set(loadedConfs(project, service).map(({ file }) => file));
  const others = [...project.sources, ...project.configs.map(({ file }) => file)];
  const files = [source, ...others.filter((file) => file.startsWith(`${source}/`))];
  return files.some((file) => !loaded.has(file) && TURNED_ON.test(project.read(file) ?? ''));
}
