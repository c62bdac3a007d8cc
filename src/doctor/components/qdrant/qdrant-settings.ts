import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { QDRANT_KEYS } from '../../../facts/tables/qdrant-keys.ts';
import { qdrantKey } from '../../../facts/qdrant.ts';
import type { ConfigFile, EnvEntry, Place, Project, Service } from '../../../project/project.ts';
import { startedServices } from '../compose/spec-value.ts';

/** A key as it stands in a configuration file of Qdrant. */
export interface QdrantEntry {
  /** `storage.hnsw_index.m` */
  readonly path: string;
  readonly steps: readonly string[];
  readonly value: unknown;
  /** Of the value, or of the key of a section. */
  readonly at: Place;
  /** Of the key's own text. */
  readonly keyOffset: number;
  readonly section: boolean;
}

/** A value of the server where it is written. */
export interface QdrantSetting {
  readonly value: string | number | boolean | null;
  readonly at: Place;
  readonly variable?: EnvEntry;
}

export function qdrantServices(project: Project): readonly Service[] {
  return startedServices(project).filter(({ kind }) => kind === 'qdrant');
}

/** The files that the server reads, the last one wins: config, that of its RUN_MODE, local, and the one of --config-path. */
export function qdrantConfs({ configs }: Project, service: Service): readonly ConfigFile[] {
  const mode = service.environment.findLast(({ key }) => key === 'RUN_MODE')?.value ?? 'production';
  const order = [
    ...['config', mode, 'local'].flatMap((name) => [
      `/qdrant/config/${name}.yaml`,
      `/qdrant/config/${name}.yml`,
    ]),
    namedConf(service)?.path,
  ];
  return order.flatMap((target) =>
    configs.filter(
      (conf) => conf.kind === 'qdrant' && conf.service === service.name && conf.target === target,
    ),
  );
}

/** What `--config-path` names, from the working folder of the image, and the word of entrypoint and command that says so. */
export function namedConf(service: Service): { readonly path: string; readonly word: number } | undefined {
  const words = [...service.entrypoint, ...service.command];
  const flag = words.findLastIndex((word) => /^--config-path(?:=|$)/.test(word));
  const joined = words[flag]?.split('=')[1];
  const path = joined ?? words[flag + 1];
  return flag === -1 || path === undefined
    ? undefined
    : {
        path: path.replace(/^(?:\.\/)?(?!\/)/, '/qdrant/'),
        word: joined === undefined ? flag + 1 : flag,
      };
}

/** Every key of a file, sections before what they hold. None where it is no YAML: that is told elsewhere. */
export function qdrantEntries({ file, text }: ConfigFile): readonly QdrantEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  const entriesOf = (map: YAMLMap, above: readonly string[]): readonly QdrantEntry[] =>
    map.items.flatMap(({ key, value }): readonly QdrantEntry[] => {
      if (!isScalar(key) || !key.range) return [];
      const steps = [...above, String(key.value)];
      const keyOffset = key.range[0];
      const offset =
        isScalar(value) && value.range && value.range[1] > value.range[0] ? value.range[0] : keyOffset;
      const { line, col } = lines.linePos(offset);
      const section = isMap(value);
      const entry: QdrantEntry = {
        path: steps.join('.'),
        steps,
        value: isScalar(value) ? value.value : section ? value.toJSON() : undefined,
        at: { file, line, column: col },
        keyOffset,
        section,
      };
      return [entry, ...(section ? entriesOf(value, steps) : [])];
    });
  return entriesOf(document.contents, []);
}

/** The value that the server uses: of a variable, else of the last file that has it. Undefined where nothing sets it. */
export function qdrantSetting(project: Project, service: Service, path: string): QdrantSetting | undefined {
  const name = variableOf(path);
  const variable = service.environment.findLast(({ key }) => key.toUpperCase() === name);
  if (variable?.value !== undefined) return { value: variable.value, at: variable.at, variable };
  const entry = qdrantConfs(project, service)
    .flatMap(qdrantEntries)
    .findLast((one) => one.path === path);
  return entry !== undefined && isScalarValue(entry.value) ? { value: entry.value, at: entry.at } : undefined;
}

function isScalarValue(value: unknown): value is QdrantSetting['value'] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** `service.api_key` → `QDRANT__SERVICE__API_KEY`. */
export function variableOf(path: string): string {
  return `QDRANT__${path.replaceAll('.', '__').toUpperCase()}`;
}

/** Names of sections: `storage`, `storage.hnsw_index`. */
const SECTIONS = new Set(
  QDRANT_KEYS.flatMap(({ path }) => {
    const steps = path.split('.');
    return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('.'));
  }),
);

export function isQdrantSection(path: string): boolean {
  return SECTIONS.has(path);
}

/** Of the schema of 1.19 (its release notes and settings.rs), which the facts do not hold yet. */
const SINCE_1_19 = /^storage\.(?:payload|quotas|performance\.io_uring)(?:\.|$)|\.memory$/;

/** Whether the server reads the key: one of its own, or a member of one that is an object or a list. */
export function isReadByQdrant(path: string, service: Service): boolean {
  const [major, minor] = qdrantVersion(service) ?? [Infinity, 0];
  if ((major > 1 || minor > 18) && SINCE_1_19.test(path)) return true;
  const steps = path.split('.');
  const above = steps.map((_, index) => steps.slice(0, index + 1).join('.'));
  // An alias that still parses: memmap_threshold of the optimizers (1.18.3 starts with it).
  if (path === 'storage.optimizers.memmap_threshold') return true;
  return above.some((prefix) => qdrantKey(prefix) !== undefined);
}

/** Major and minor of the tag, `[1, 18]`; undefined for `latest` and digests. */
export function qdrantVersion({ image = '' }: Service): readonly [number, number] | undefined {
  const match = /:v?(\d+)\.(\d+)/.exec(image);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}
