import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { withoutVariable, withVariable } from '../../components/compose/variable-edits.ts';
import {
  qdrantServices,
  qdrantSetting,
  type QdrantSetting,
  qdrantVersion,
  variableOf,
} from '../../components/qdrant/qdrant-settings.ts';
import type { Evidence } from '../../evidence.ts';

/** A key that is still read, and that its authors want to take away. */
interface Deprecated {
  readonly path: string;
  /** Minor of Qdrant 1 that says so. */
  readonly since: number;
  /** Where the same is said today; undefined where it is said of each collection, and not as a threshold. */
  readonly to?: string;
  /** What a value is there, by the value as text; one that is missing is the default, and may go without effect. */
  readonly values: Readonly<Record<string, string>>;
}

const COLD = { true: 'cold', false: 'cached' } as const;
const QUANTIZATION = ['scalar', 'product', 'binary'].map((kind): Deprecated => ({
  path: `storage.collection.quantization.${kind}.always_ram`,
  since: 19,
  to: `storage.collection.quantization.${kind}.memory`,
  values: { true: 'pinned' },
}));
const DEPRECATED: readonly Deprecated[] = [
  { path: 'storage.optimizers.memmap_threshold_kb', since: 15, values: {} },
  { path: 'storage.optimizers.memmap_threshold', since: 15, values: {} },
  {
    path: 'storage.hnsw_index.on_disk',
    since: 19,
    to: 'storage.hnsw_index.memory',
    values: { true: 'cold' },
  },
  {
    path: 'storage.collection.vectors.on_disk',
    since: 19,
    to: 'storage.collection.vectors.memory',
    values: COLD,
  },
  { path: 'storage.on_disk_payload', since: 19, to: 'storage.payload.memory', values: { false: 'cached' } },
  ...QUANTIZATION,
];

export const qdrantDeprecatedKey = defineCheck({
  id: 'qdrant-deprecated-key',
  area: 'qdrant',
  severity: 'info',
  title: 'The keys of Qdrant are those of its version',
  why: `Qdrant goes on reading a key that it has replaced, and says nothing. Once it is taken away it is passed over without a word, like
every unknown key: the vectors that lay on the disk are then held in memory.`,
  repair:
    'Write the key that replaces it; in place of memmap_threshold let the collections hold their vectors on disk.',
  fixClass: 'never',
  source:
    'Qdrant 1.19.0, #[deprecated(since)] in lib/collection/src/optimizers_builder.rs (memmap_threshold, 1.15.0), lib/segment/src/types.rs and lib/storage/src/types.rs (1.19.0), and Memory::from_on_disk there; qdrant 1.18.3 starts with memmap_threshold_kb and logs nothing of it',
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    const used = services.flatMap((service) =>
      DEPRECATED.flatMap((key) => {
        const setting = qdrantSetting(evidence.project, service, key.path);
        return setting !== undefined && hasEffect(key, setting) ? [{ service, key, setting }] : [];
      }),
    );
    const unknown = used.find(({ service }) => minorOf(evidence, service) === undefined);
    const findings = used
      .filter(({ service, key }) => (minorOf(evidence, service) ?? 0) >= key.since)
      .map(({ service, key, setting }) => findingOf(evidence, service, key, setting));
    return findings.length === 0 && unknown !== undefined
      ? notObservable(`which version ${unknown.service.image ?? unknown.service.name} is cannot be told`)
      : found(findings);
  },
});

function hasEffect({ to, values }: Deprecated, { value }: QdrantSetting): boolean {
  return to === undefined ? Number(value ?? 0) > 0 : String(value) in values;
}

/** Of Qdrant 1; of a later major the keys are not known here. */
function minorOf({ live }: Evidence, service: Service): number | undefined {
  const answer = live.qdrant.get(service.name);
  const running = answer?.seen === true ? /^(\d+)\.(\d+)/.exec(answer.value.version) : null;
  const [major, minor] = qdrantVersion(service) ?? running?.slice(1).map(Number) ?? [];
  return major === 1 ? minor : undefined;
}

function findingOf(
  { project }: Evidence,
  service: Service,
  key: Deprecated,
  setting: QdrantSetting,
): Finding {
  const { path, since, to, values } = key;
  const { at, value, variable } = setting;
  const wanted = values[String(value)];
  const name = variable?.key ?? path;
  const instead =
    to === undefined || wanted === undefined
      ? undefined
      : `${variable === undefined ? to : variableOf(to)}: ${wanted}`;
  const edits =
    to === undefined || wanted === undefined ? [] : editsOf(project, service, setting, { path, to, wanted });
  return {
    message: `${service.name} still reads ${name}, which is deprecated since Qdrant 1.${since}; ${instead === undefined ? 'vectors are now put on disk for each collection (on_disk)' : `today it is ${instead}`}.`,
    at,
    evidence: [
      { by: 'config', text: `${name} is ${String(value)}, in ${service.image ?? service.name}`, at },
    ],
    ...(instead === undefined ? {} : { repair: `Write ${instead} in its place: the same meaning.` }),
    ...(edits.length === 0 ? {} : { fix: { class: 'never', edits, restart: [service.name] } }),
  };
}

interface Move {
  readonly path: string;
  readonly to: string;
  readonly wanted: string;
}

/** The new key wins where both are set: then the old one only goes. */
function editsOf(
  project: Project,
  service: Service,
  { at, variable }: QdrantSetting,
  { path, to, wanted }: Move,
): readonly Edit[] {
  const isSet = qdrantSetting(project, service, to) !== undefined;
  if (variable === undefined)
    return [
      ...(isSet ? [] : [{ do: 'set-yaml', file: at.file, path: to.split('.'), value: wanted } as const]),
      { do: 'remove-yaml', file: at.file, path: path.split('.') },
    ];
  const removal = withoutVariable(service, variable);
  if (removal === undefined) return [];
  if (isSet) return [removal];
  const set = withVariable(project, service, variableOf(to), wanted);
  // Beside the new one it is not the last, with which the whole section would go.
  const { file, path: place } = service.editOf(['environment', variable.key]);
  return set === undefined ? [] : [set, { do: 'remove-yaml', file, path: place }];
}
