import type { YamlPath } from '../../../edits/edit.ts';
import { toBytes, toCores } from '../../../project/compose/limits.ts';
import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { scalarText, specValue } from '../../components/compose/spec-value.ts';

/** The older key, the place that took its turn, and how two values are compared. */
const PAIRS: readonly (readonly [
  old: string,
  path: readonly string[],
  number: (value: string) => unknown,
])[] = [
  ['mem_limit', ['deploy', 'resources', 'limits', 'memory'], toBytes],
  ['cpus', ['deploy', 'resources', 'limits', 'cpus'], toCores],
  ['pids_limit', ['deploy', 'resources', 'limits', 'pids'], Number],
  ['mem_reservation', ['deploy', 'resources', 'reservations', 'memory'], toBytes],
  ['scale', ['deploy', 'replicas'], Number],
];

export const composeMemLimitConflict = defineCheck({
  id: 'compose-mem-limit-conflict',
  area: 'compose',
  severity: 'error',
  title: 'A limit is said once, or twice alike',
  why: `Memory, CPU and the number of replicas can be written in an older form and below "deploy". Where the two differ Compose refuses
the whole project, and who reads the file cannot tell which was meant.`,
  repair: 'Keep the one below "deploy" and delete the older key.',
  fixClass: 'safe',
  source:
    "docker compose 2.40.3, run: \"can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory': invalid compose project\"; compose-go loader/validate.go",
  run: ({ project }) => {
    const services = project.services.filter(({ spec }) => spec['deploy'] !== undefined);
    if (services.length === 0) return notApplicable('no service has both forms');
    return found(
      services.flatMap((service) =>
        PAIRS.flatMap(([old, path, number]) => conflictOf(service, [old], path, number)),
      ),
    );
  },
});

function conflictOf(
  service: Service,
  old: YamlPath,
  path: YamlPath,
  number: (value: string) => unknown,
): Finding[] {
  const [before, now] = [scalarText(specValue(service, old)), scalarText(specValue(service, path))];
  if (before === undefined || now === undefined || number(before) === number(now)) return [];
  const [key, newer] = [String(old[0]), path.join('.')];
  const at = service.placeOf(old) ?? service.at;
  const other = service.placeOf(path);
  const address = service.editOf(old);
  return [
    {
      message: `${service.name} has ${key}: ${before} and ${newer}: ${now}; Compose refuses the project.`,
      at,
      ...(other === undefined ? {} : { related: [other] }),
      evidence: [
        { by: 'config', text: `${key}: ${before}`, at },
        { by: 'config', text: `${newer}: ${now}`, ...(other === undefined ? {} : { at: other }) },
      ],
      repair: `Delete ${key}, so that ${newer}: ${now} holds; or the other way round, if ${before} was meant.`,
      ...(address.shared === true
        ? {}
        : {
            fix: {
              class: 'safe',
              edits: [{ do: 'remove-yaml', file: address.file, path: address.path }],
              restart: [service.name],
            },
          }),
    },
  ];
}
