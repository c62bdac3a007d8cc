import type { Project, Service } from '../../../project/project.ts';
import type { StaticTarget } from '../prometheus/prometheus-targets.ts';
import { redisPort } from './redis-port.ts';
import {
  type AddedService,
  type Exporter,
  type ExporterFix,
  freeName,
  networksBeside,
  scrapeThrough,
} from '../prometheus/scrape-edits.ts';

/** Run against Redis 7.0 and 8.0; its port and variables are those of its README. */
const IMAGE = 'oliver006/redis_exporter:v1.86.0';
const PORT = 9121;

/** Points a target at redis_exporter, and adds that service where the stack has none. */
export function exporterFix(
  project: Project,
  target: StaticTarget,
  server: Service,
  proofWaitMs: number,
): ExporterFix {
  const { exporter, fix } = scrapeThrough(project, target, server, redisExporter(project, target, server));
  return { exporter, fix: { ...fix, proofWaitMs } };
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
    name: freeName(project, 'redis-exporter'),
    added: () => exporterService(project, config, server),
  };
}

function exporterService(
  project: Project,
  config: Pick<StaticTarget, 'file'>,
  server: Service,
): AddedService {
  const password = passwordOf(project, server);
  const environment = {
    REDIS_ADDR: `redis://${server.name}:${redisPort(server)}`,
    ...(password === undefined ? {} : { REDIS_PASSWORD: password.text }),
  };
  return {
    spec: {
      image: IMAGE,
      restart: 'unless-stopped',
      environment,
      depends_on: [server.name],
      ...networksBeside(project, config, [server]),
    },
    secret: password?.literal === true,
  };
}

/** What the server's clients must say, as a variable where one holds it. */
function passwordOf(
  project: Project,
  server: Service,
): { readonly text: string; readonly literal: boolean } | undefined {
  const value = requirepass(project, server);
  if (value === undefined || value === '') return undefined;
  const line = project.envFiles
    .find(({ file }) => file === '.env')
    ?.lines.findLast((one) => one.value === value);
  return line === undefined
    ? { text: value.replaceAll('$', '$$$$'), literal: true }
    : { text: `\${${line.key}}`, literal: false };
}

function requirepass(project: Project, server: Service): string | undefined {
  const words = server.command.flatMap((word) => word.split(/\s+/));
  const at = words.lastIndexOf('--requirepass');
  if (at !== -1) return words[at + 1]?.replace(/^(["'])(.*)\1$/, '$2');
  const conf = project.configs.find(({ kind, service }) => kind === 'redis' && service === server.name);
  return /^\s*requirepass\s+"?([^\s"]+)"?\s*$/m.exec(conf?.text ?? '')?.[1];
}
