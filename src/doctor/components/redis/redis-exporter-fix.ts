import type { Project, Service } from '../../../project/project.ts';
import type { StaticTarget } from '../prometheus/prometheus-targets.ts';
import { redisPort } from './redis-port.ts';
import { redisSettings } from './redis-settings.ts';
import {
  type AddedService,
  type Exporter,
  type ExporterFix,
  networksBeside,
  scrapeThrough,
} from '../prometheus/scrape-edits.ts';

/** Run against Redis 7.0 and 8.0; its port and variables are those of its README. */
const IMAGE = 'oliver006/redis_exporter:v1.86.0';
const PORT = 9121;
/** Read by images that are not the official one (bitnami/redis), and by start scripts. */
const OWN_PASSWORD = /^(?:REDIS|VALKEY|KEYDB)_PASSWORD$/;

interface Password {
  readonly text: string;
  /** Written out, since no variable of .env holds it. */
  readonly literal: boolean;
}

/** Points a target at redis_exporter, and adds that service where the stack has none. */
export function exporterFix(
  project: Project,
  target: StaticTarget,
  server: Service,
  proofWaitMs: number,
): ExporterFix {
  const { exporter, fix } = scrapeThrough(project, target, server, redisExporter(project, target, server));
  return { exporter, ...(fix === undefined ? {} : { fix: { ...fix, proofWaitMs } }) };
}

/** redis_exporter for a server, asked by the Prometheus of a configuration. */
export function redisExporter(
  project: Project,
  config: Pick<StaticTarget, 'file'>,
  server: Service,
): Exporter {
  return {
    kind: 'redis-exporter',
    port: PORT,
    added: () => exporterService(project, config, server),
  };
}

function exporterService(
  project: Project,
  config: Pick<StaticTarget, 'file'>,
  server: Service,
): AddedService | undefined {
  const password = passwordOf(project, server);
  if (password === undefined) return undefined;
  const port = redisSettings(project, server).settings.get('port')?.value ?? redisPort(server);
  const environment = {
    REDIS_ADDR: `redis://${server.name}:${port}`,
    ...(password === 'none' ? {} : { REDIS_PASSWORD: password.text }),
  };
  return {
    spec: {
      image: IMAGE,
      restart: 'unless-stopped',
      environment,
      depends_on: [server.name],
      ...networksBeside(project, config, [server]),
    },
    secret: password !== 'none' && password.literal,
  };
}

/**
 * What the server's clients must say, as a variable where one holds it: none where they need not say anything. Undefined where that
 * cannot be told (users with passwords of their own, or what only the container knows), or where it would have to be written out
 * beside the file that was made to keep it.
 */
function passwordOf(project: Project, server: Service): Password | 'none' | undefined {
  const { settings, complete } = redisSettings(project, server);
  const value = settings.get('requirepass')?.value ?? '';
  // Without a port it speaks TLS or on a socket alone.
  const unspeakable = settings.get('port')?.value === '0';
  if (unspeakable || settings.has('user') || settings.has('aclfile') || /[$`]/.test(value)) return undefined;
  if (value === '') {
    const told = complete ? undefined : server.environment.findLast(({ key }) => OWN_PASSWORD.test(key));
    return told === undefined ? 'none' : written(project, told.value ?? '');
  }
  return written(project, value);
}

function written({ envFiles }: Project, value: string): Password | undefined {
  const env = envFiles.find(({ file }) => file === '.env');
  const line = env?.lines.findLast((one) => one.value === value);
  if (line !== undefined) return { text: `\${${line.key}}`, literal: false };
  const kept = envFiles.some(({ lines }) => lines.some((one) => one.value === value));
  return value === '' || kept ? undefined : { text: value.replaceAll('$', '$$$$'), literal: true };
}
