import type { Edit } from '../../../edits/edit.ts';
import type { ConfigFile, Project, Service } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { howItStands } from '../../components/compose/how-it-stands.ts';
import {
  isQdrantSection,
  isReadByQdrant,
  namedConf,
  qdrantConfs,
  qdrantEntries,
  qdrantServices,
} from '../../components/qdrant/qdrant-settings.ts';
import { writtenText } from '../../components/compose/written-value.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { placeOfWord } from '../../components/compose/places.ts';

const missing: LogPattern = {
  name: 'missing',
  literal: 'Config file via --config-path is not found',
  pattern: /Config file via --config-path is not found: (?<file>\S+)/,
};
const FOLDER = '/qdrant/config';

export const qdrantConfigPath = defineCheck({
  id: 'qdrant-config-path',
  area: 'qdrant',
  severity: 'error',
  title: 'Qdrant reads the configuration file that is mounted for it',
  why: `Qdrant reads config/config.yaml, config/production.yaml (by RUN_MODE) and config/local.yaml below /qdrant, and the file of
--config-path. A file anywhere else is never opened, and one that --config-path does not find is a line in the log: the server starts
with its defaults, without the key, the limits and the paths that stand there.`,
  repair: 'Mount it at /qdrant/config/production.yaml, or at /qdrant/config/local.yaml.',
  fixClass: 'confirm',
  source:
    'Qdrant src/settings.rs; Dockerfile (RUN_MODE=production, WORKDIR /qdrant); "Config file via --config-path is not found" and a start all the same seen with qdrant 1.18.3',
  logs: [missing],
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    const findings = services.flatMap((service) => [
      ...unread(evidence.project, service).map((conf) => unreadFinding(evidence.project, service, conf)),
      ...notFound(evidence, service),
    ]);
    if (findings.length > 0) return found(findings);
    const own = services.find(({ entrypoint }) => entrypoint.length > 0);
    return own === undefined
      ? found([])
      : notObservable(`${own.name} has a start script of its own, which decides what is read`);
  },
});

/** Files that hold keys of Qdrant and stand where it does not look; certificates and other YAML do not. */
function unread(project: Project, service: Service): readonly ConfigFile[] {
  if (service.entrypoint.length > 0) return [];
  const read = new Set(qdrantConfs(project, service).map(({ target }) => target));
  return project.configs.filter(
    (conf) =>
      conf.kind === 'qdrant' &&
      conf.service === service.name &&
      !read.has(conf.target) &&
      qdrantEntries(conf).some(({ path, section }) =>
        section ? isQdrantSection(path) : isReadByQdrant(path, service),
      ),
  );
}

function unreadFinding(project: Project, service: Service, conf: ConfigFile): Finding {
  const { target = '', file } = conf;
  const { at = service.at, text } = howItStands(service, conf);
  const to = freeTarget(project, service);
  const edit = to === undefined ? undefined : moveMount(project, service, target, to);
  return {
    message: `${service.name} never reads ${file}: it is ${text}, where Qdrant does not look.`,
    at,
    related: [{ file, line: 1, column: 1 }],
    evidence: [{ by: 'config', text: `${file} is ${text}; what is read is below ${FOLDER}`, at }],
    ...(to === undefined
      ? {}
      : {
          repair: `${conf.builtIn === undefined ? 'Mount it at' : 'Copy it to'} ${to}. What it says then takes effect.`,
        }),
    ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
  };
}

/** Where no file stands yet that Qdrant reads. */
function freeTarget({ configs }: Project, service: Service): string | undefined {
  const mode = service.environment.findLast(({ key }) => key === 'RUN_MODE')?.value ?? 'production';
  const taken = new Set(configs.filter((conf) => conf.service === service.name).map(({ target }) => target));
  const folder = service.mounts.some(({ target }) => target.replace(/\/$/, '') === FOLDER);
  return folder
    ? undefined
    : [mode, 'local'].map((name) => `${FOLDER}/${name}.yaml`).find((path) => !taken.has(path));
}

function moveMount(project: Project, service: Service, from: string, to: string): Edit | undefined {
  const mount = service.mounts.find(({ target, kind }) => target === from && kind === 'bind');
  if (mount === undefined) return undefined;
  const item = service.editOf(mount.path);
  if (item.shared === true) return undefined;
  const text = writtenText(project, item);
  if (text !== undefined)
    return text.split(`:${from}`).length === 2
      ? { do: 'set-yaml', file: item.file, path: item.path, value: text.replace(`:${from}`, () => `:${to}`) }
      : undefined;
  const { file, path } = service.editOf([...mount.path, 'target']);
  return { do: 'set-yaml', file, path, value: to };
}

/** What --config-path names, and nothing provides. */
function notFound({ project, logs }: Evidence, service: Service): readonly Finding[] {
  const named = namedConf(service);
  const path = named?.path;
  const lines = logs.summary('qdrant-config-path', missing.name);
  const logged = lines.count > 0 && mayBeOf(lines, service);
  const [said] = logged ? [...(lines.tallies['file']?.keys() ?? [])] : [];
  const provided =
    path === undefined ||
    service.buildContext !== undefined ||
    path.startsWith(`${FOLDER}/`) ||
    service.mounts.some(
      ({ target }) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`),
    ) ||
    project.configs.some((conf) => conf.service === service.name && conf.target === path);
  if (provided && said === undefined) return [];
  const word = (named?.word ?? 0) - service.entrypoint.length;
  const at = placeOfWord(service, word);
  const seen: readonly Seen[] = [
    ...(provided
      ? []
      : [{ by: 'config', text: `no mount of ${service.name} provides ${path}`, at } as const]),
    ...(said === undefined
      ? []
      : [{ by: 'log', text: `"${missing.literal}: ${said}" ${lines.count} x` } as const]),
  ];
  return [
    {
      message: `--config-path of ${service.name} names ${said ?? path ?? ''}, which is not there: Qdrant starts with its defaults.`,
      at,
      evidence: seen,
      repair: `Mount the file there, or take --config-path away and mount it at ${FOLDER}/production.yaml.`,
    },
  ];
}
