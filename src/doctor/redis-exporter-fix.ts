import type { Edit, YamlValue } from '../edits/edit.ts';
import type { Project, Service } from '../project/project.ts';
import type { Fix } from './check.ts';
import { type StaticTarget, staticTargets } from './prometheus-targets.ts';
import { redisPort } from './redis-port.ts';

/** Run against Redis 7.0 and 8.0; its port and variables are those of its README. */
const IMAGE = 'oliver006/redis_exporter:v1.86.0';
const PORT = 9121;

/** Points a target at redis_exporter, and adds that service where the stack has none. */
export function exporterFix(
  project: Project,
  target: StaticTarget,
  server: Service,
  proofWaitMs: number,
): { readonly fix: Fix; readonly exporter: string } {
  const present = project.services.find(({ kind, active }) => kind === 'redis-exporter' && active);
  const name = present?.name ?? freeName(project, 'redis-exporter');
  const exporter = `${name}:${PORT}`;
  const added = present === undefined ? exporterService(project, target, server) : undefined;
  const composeFile = server.at.file;
  const prometheus = project.configs.find(({ file }) => file === target.file)?.service;
  const edits: Edit[] = [
    targetEdit(project, target, exporter),
    ...(added === undefined
      ? []
      : [{ do: 'set-yaml', file: composeFile, path: ['services', name], value: added.spec } as const]),
  ];
  return {
    exporter,
    fix: {
      class: added?.secret === true ? 'confirm' : 'safe',
      edits,
      restart: [...(added === undefined ? [] : [name]), ...(prometheus === undefined ? [] : [prometheus])],
      proofWaitMs,
    },
  };
}

/** Replaces the target; where the exporter is scraped already, takes the target away, with its job if it was the only one. */
function targetEdit(project: Project, target: StaticTarget, exporter: string): Edit {
  const { file, path } = target;
  const scraped = staticTargets(project).some((other) => other.target === exporter);
  if (!scraped) return { do: 'set-yaml', file, path, value: exporter };
  return { do: 'remove-yaml', file, path: target.ofJob === 1 ? path.slice(0, 2) : path };
}

function freeName(project: Project, wanted: string): string {
  const taken = new Set(project.services.map(({ name }) => name));
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted}-${n}`;
  return name;
}

interface AddedService {
  readonly spec: YamlValue;
  /** The password had to be written out, since no variable holds it. */
  readonly secret: boolean;
}

function exporterService(project: Project, target: StaticTarget, server: Service): AddedService {
  const scraper = project.services.find(
    ({ name }) => name === project.configs.find(({ file }) => file === target.file)?.service,
  );
  const networks = [
    ...new Set([...networksOf(server), ...(scraper === undefined ? [] : networksOf(scraper))]),
  ];
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
      ...(networks.length === 0 ? {} : { networks }),
    },
    secret: password?.literal === true,
  };
}

function networksOf({ spec }: Service): string[] {
  const networks = spec['networks'];
  if (Array.isArray(networks)) return networks.map(String);
  return typeof networks === 'object' && networks !== null ? Object.keys(networks) : [];
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
