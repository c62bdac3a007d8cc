import type { YamlEdit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { healthTest } from '../../components/compose/health-checks.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

export const composeDependsOnStarted = defineCheck({
  id: 'compose-depends-on-started',
  area: 'compose',
  severity: 'warning',
  title: 'Services wait until what they need is ready',
  why: `A plain depends_on waits until the other container exists, not until its program answers. After a reboot everything starts at
once: the service connects before the database accepts connections, fails, and is restarted or runs without its pool.`,
  repair: 'Wait with "condition: service_healthy": the other service has a health check already.',
  fixClass: 'safe',
  source:
    'docs.docker.com/compose/how-tos/startup-order: Compose does not wait until a container is "ready", only until it is running',
  run: ({ project }) => {
    const services = startedServices(project).filter(
      (service) => Object.keys(membersOf(specValue(service, ['depends_on']))).length > 0,
    );
    if (services.length === 0) return notApplicable('no service depends on another');
    return found(services.flatMap((service) => findingOf(project, service)));
  },
});

/** One finding for a service: its edits rewrite one list. */
function findingOf(project: Project, service: Service): Finding[] {
  const early = Object.entries(membersOf(specValue(service, ['depends_on'])))
    .filter(([name, how]) => membersOf(how)['condition'] === 'service_started' && isChecked(project, name))
    .map(([name]) => name);
  const [first] = early;
  if (first === undefined) return [];
  const placeOf = (name: string) =>
    service.placeOf(['depends_on', name, 'condition']) ?? service.placeOf(['depends_on', name]) ?? service.at;
  return [
    {
      message: `${service.name} starts as soon as ${listOf(early)} ${early.length === 1 ? 'exists' : 'exist'}, not when ${early.length === 1 ? 'it is' : 'they are'} ready.`,
      at: placeOf(first),
      related: early.slice(1).map(placeOf),
      evidence: early.map((name) => ({
        by: 'config',
        text: `${service.name} waits for ${name} with service_started; ${name} has a health check`,
        at: placeOf(name),
      })),
      fix: { class: 'safe', edits: editsOf(service, early), restart: [service.name] },
    },
  ];
}

function isChecked({ services }: Project, name: string): boolean {
  return services.some(
    (other) => other.name === name && other.active && healthTest(other).state === 'present',
  );
}

function listOf(names: readonly string[]): string {
  return names.length < 3
    ? names.join(' and ')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** A list of names becomes a mapping; of a mapping only the conditions change. */
function editsOf(service: Service, early: readonly string[]): YamlEdit[] {
  const inList = (name: string): boolean =>
    typeof service.editOf(['depends_on', name]).path.at(-1) === 'number';
  if (!early.some(inList))
    return early.map((name) => setOnService(service, ['depends_on', name, 'condition'], 'service_healthy'));
  const all = Object.entries(membersOf(specValue(service, ['depends_on']))).map(([name, how]) => {
    const { condition, required, ...rest } = membersOf(how);
    const healthy = early.includes(name) ? 'service_healthy' : (condition ?? 'service_started');
    return [name, { condition: healthy, ...rest, ...(required === false ? { required } : {}) }] as const;
  });
  return [setOnService(service, ['depends_on'], Object.fromEntries(all))];
}
