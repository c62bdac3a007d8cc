import { invalidQdrantKey, qdrantKey } from '../../../facts/qdrant.ts';
import type { ConfigFile, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, type FixClass, found, notApplicable } from '../../check.ts';
import { moveKey } from '../../components/qdrant/qdrant-moves.ts';
import { clashingAlias, qdrantRename } from '../../components/qdrant/qdrant-renames.ts';
import {
  isQdrantSection,
  isReadByQdrant,
  qdrantConfs,
  qdrantEntries,
  type QdrantEntry,
  qdrantServices,
} from '../../components/qdrant/qdrant-settings.ts';

export const qdrantUnknownKey = defineCheck({
  id: 'qdrant-unknown-key',
  area: 'qdrant',
  severity: 'error',
  title: "Every key of Qdrant's configuration is one that Qdrant reads",
  why: `Qdrant passes over keys that it does not know without a line in its log, at any level. A misspelt section, a key of the
collection API or one of another version looks like a limit or a saving, and the default runs.`,
  repair:
    'Write the key that exists; a setting of a collection (quantization, m, on_disk) is best set on the collection itself.',
  fixClass: 'confirm',
  source:
    'Qdrant src/settings.rs and lib/storage/src/types.rs (no deny_unknown_fields); ten unknown keys given to qdrant 1.18.3: no line of log; qdrant#6358',
  run: ({ project }) => {
    const files = qdrantServices(project).flatMap((service) =>
      qdrantConfs(project, service).map((conf) => ({ service, conf })),
    );
    if (files.length === 0) return notApplicable('no service mounts a configuration file of Qdrant');
    return found(files.flatMap(({ service, conf }) => findingsOf(service, conf)));
  },
});

function findingsOf(service: Service, conf: ConfigFile): readonly Finding[] {
  const entries = qdrantEntries(conf);
  return unknownOf(service, entries).map((entry) => findingOf(service, conf, entries, entry));
}

/** The highest key that is unknown speaks for what it holds; a key that stops the server is another check's. */
function unknownOf(service: Service, entries: readonly QdrantEntry[]): readonly QdrantEntry[] {
  const unknown = entries.filter(
    ({ path, section, value }) =>
      !isReadByQdrant(path, service) &&
      !(section && isQdrantSection(path)) &&
      clashingAlias(path) === undefined &&
      // `storage:` with nothing below it.
      !(value === null && isQdrantSection(path)),
  );
  return unknown.filter(({ path }) => !unknown.some((other) => path.startsWith(`${other.path}.`)));
}

function findingOf(
  service: Service,
  conf: ConfigFile,
  entries: readonly QdrantEntry[],
  entry: QdrantEntry,
): Finding {
  const rename = qdrantRename(entry.path);
  const isBoolean = entry.path === 'telemetry.enabled' && typeof entry.value === 'boolean';
  const edits = isBoolean
    ? ([
        { do: 'set-yaml', file: conf.file, path: ['telemetry_disabled'], value: !entry.value },
        { do: 'remove-yaml', file: conf.file, path: entry.steps },
      ] as const)
    : rename === undefined
      ? ([{ do: 'remove-yaml', file: conf.file, path: entry.steps }] as const)
      : moveKey(conf, entries, entry, rename.to);
  const fixClass: FixClass = rename?.same === true || isBoolean ? 'safe' : 'confirm';
  const instead = isBoolean ? 'telemetry_disabled' : (rename?.to ?? invalidQdrantKey(entry.path)?.useInstead);
  return {
    message: `${service.name} does not read ${entry.path}: ${entry.section ? 'the section is' : `${shownValue(entry.value)} is`} without effect${instead === undefined ? '' : `; what exists is ${instead}`}.`,
    at: entry.at,
    evidence: [{ by: 'config', text: `${entry.path} is no key of Qdrant (1.18.3)`, at: entry.at }],
    repair: repairOf(entry, entries, rename?.to ?? (isBoolean ? 'telemetry_disabled' : undefined)),
    fix: { class: fixClass, edits, restart: [service.name] },
  };
}

/** A setting that was dead comes to life: what it is today, and what it becomes. */
function repairOf(entry: QdrantEntry, entries: readonly QdrantEntry[], to: string | undefined): string {
  if (to === undefined) return `Take ${entry.path} away: nothing reads it.`;
  if (entries.some(({ path }) => path === to) && !entry.section)
    return `Take ${entry.path} away: ${to} is set already, and that value stays.`;
  const leaves = entries.filter(
    ({ path, section }) => !section && (path === entry.path || path.startsWith(`${entry.path}.`)),
  );
  const effects = leaves.flatMap(({ path, value }) => {
    const moved = to + path.slice(entry.path.length);
    const known = qdrantKey(clashingAlias(moved) ?? moved);
    return known === undefined
      ? []
      : [
          `${clashingAlias(moved) ?? moved} ${shownValue(value)}, today ${String(known.effectiveDefault ?? known.default)}`,
        ];
  });
  return `Write it as ${to}. This value now takes effect: ${effects.slice(0, 4).join('; ')}${effects.length > 4 ? ' and more' : ''}.`;
}

function shownValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : 'it';
}
