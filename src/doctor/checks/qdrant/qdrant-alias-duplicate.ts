import type { ConfigFile, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { moveKey } from '../../components/qdrant/qdrant-moves.ts';
import { clashingAlias } from '../../components/qdrant/qdrant-renames.ts';
import {
  qdrantConfs,
  qdrantEntries,
  qdrantServices,
  variableOf,
} from '../../components/qdrant/qdrant-settings.ts';
import { withoutVariable, withVariable } from '../../components/compose/variable-edits.ts';

const duplicate: LogPattern = { name: 'duplicate', literal: 'duplicate field `' };

export const qdrantAliasDuplicate = defineCheck({
  id: 'qdrant-alias-duplicate',
  area: 'qdrant',
  severity: 'error',
  title: 'Thresholds of Qdrant have their names with _kb',
  why: `indexing_threshold, max_segment_size and full_scan_threshold are second names of keys that Qdrant's built-in defaults set as
…_kb. In a configuration file or a variable both are then there, and the server stops: "duplicate field". They belong to the API of
collections.`,
  repair: 'Write the name with _kb; the unit is the same.',
  fixClass: 'safe',
  source:
    'seen with qdrant 1.18.3, each of the three in a file and as a variable: "Error: duplicate field `indexing_threshold` for key `storage.optimizers`", exit 1; memmap_threshold alone starts',
  logs: [duplicate],
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    return found(
      services.flatMap((service) => [
        ...qdrantConfs(evidence.project, service).flatMap((conf) => inFile(evidence, service, conf)),
        ...inVariables(evidence, service),
      ]),
    );
  },
});

function logSeen({ logs }: Evidence): readonly Seen[] {
  const { count } = logs.summary('qdrant-alias-duplicate', duplicate.name);
  return count === 0
    ? []
    : [{ by: 'log', text: `"duplicate field" ${count} x in the log: it does not start` }];
}

function inFile(evidence: Evidence, service: Service, conf: ConfigFile): readonly Finding[] {
  const entries = qdrantEntries(conf);
  return entries.flatMap((entry): readonly Finding[] => {
    const to = clashingAlias(entry.path);
    if (to === undefined) return [];
    return [
      {
        message: `${service.name} does not start with ${entry.path}: its own default sets ${to}, which is the same field.`,
        at: entry.at,
        evidence: [
          { by: 'config', text: `${entry.path} in ${conf.file}`, at: entry.at },
          ...logSeen(evidence),
        ],
        repair: `Write ${to.split('.').at(-1) ?? to}.`,
        fix: { class: 'safe', edits: moveKey(conf, entries, entry, to), restart: [service.name] },
      },
    ];
  });
}

function inVariables(evidence: Evidence, service: Service): readonly Finding[] {
  return service.environment.flatMap((entry): readonly Finding[] => {
    const path = entry.key
      .toUpperCase()
      .replace(/^QDRANT__/, '')
      .replaceAll('__', '.')
      .toLowerCase();
    const to = entry.key.toUpperCase() === variableOf(path) ? clashingAlias(path) : undefined;
    if (to === undefined) return [];
    const removal = withoutVariable(service, entry);
    const set = withVariable(evidence.project, service, variableOf(to), entry.value ?? '');
    const edits = removal === undefined || set === undefined ? [] : [set, removal];
    return [
      {
        message: `${service.name} does not start with ${entry.key}: its own default sets ${variableOf(to)}, which is the same field.`,
        at: entry.at,
        evidence: [{ by: 'config', text: `${entry.key} is set`, at: entry.at }, ...logSeen(evidence)],
        repair: `Name it ${variableOf(to)}.`,
        ...(edits.length === 0 ? {} : { fix: { class: 'safe', edits, restart: [service.name] } }),
      },
    ];
  });
}
