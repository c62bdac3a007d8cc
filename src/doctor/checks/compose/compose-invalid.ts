import { posix } from 'node:path';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { refusedShapesOf } from '../../components/compose/refused-shapes.ts';
import { specValue } from '../../components/compose/spec-value.ts';
import type { Place, Problem, Project, Service } from '../../../project/project.ts';
import { EXAMPLE_ENDINGS, exampleBeside } from '../../components/compose/example-beside.ts';
import { membersOf } from '../../../project/value-in.ts';

const REQUIRED = /^Cannot be interpolated: the required variable (\w+) is missing/;
const ALSO_INCLUDED = /is also in an included file, and differs/;
const BESIDE =
  'Write what differs into a file of its own and name it behind the included one, which Compose then merges: include: [{path: [INCLUDED.yaml, CHANGES.yaml]}].';

export const composeInvalid = defineCheck({
  id: 'compose-invalid',
  area: 'compose',
  severity: 'error',
  title: 'Compose accepts the project',
  why: `Compose refuses a project as a whole: one key twice, one name that nothing declares, and no command works any more, neither up
nor logs nor down. What runs goes on running until somebody needs to restart it.`,
  repair: 'Correct the place; "docker compose config -q" says nothing once all is well.',
  fixClass: 'never',
  source:
    'compose-go loader/validate.go; each message seen with docker compose 2.40.3: "neither an image nor a build context specified", "depends on undefined service", "refers to undefined volume", "… network", "… secret"',
  run: ({ project }) => {
    if (project.composeFiles.length === 0) return notApplicable('there is no compose file');
    return found([
      ...refusedFiles(project),
      ...refusedShapes(project),
      ...project.services.filter(({ active }) => active).flatMap((service) => faultsOf(project, service)),
      ...undeclared(project),
    ]);
  },
});

/** What the reader of the project could not make sense of, in files that Compose reads. */
function refusedFiles(project: Project): Finding[] {
  const { problems, composeFiles, envFiles, services } = project;
  const files = new Set([
    ...composeFiles,
    ...envFiles.map(({ file }) => file),
    ...services.map(({ at }) => at.file),
  ]);
  const named = namedEnvFiles(project);
  return problems.flatMap(({ file, line, message }: Problem) => {
    const missing = message === 'Not read: there is no such file.';
    // What was too large to be read here, or passed over by Compose too, is no fault of the project.
    if (!missing && /^Not (?:used|read):/.test(message)) return [];
    const place = missing ? named.get(file) : undefined;
    if (place !== undefined)
      return [
        {
          ...finding(place, `${file} is named as an env file and is not there`),
          repair: missingEnvFile(project, file),
        },
      ];
    if (!files.has(file)) return [];
    const what = message.replace(/^(?:Compose cannot read this|Not read): /, '').replace(/\.$/, '');
    const one = finding({ file, line: line ?? 1, column: 1 }, what);
    const required = REQUIRED.exec(message)?.[1];
    if (required !== undefined) return [{ ...one, repair: missingVariable(project, required) }];
    return [ALSO_INCLUDED.test(message) ? { ...one, repair: BESIDE } : one];
  });
}

/** YAML that Compose can read and does not accept. */
function refusedShapes(project: Project): Finding[] {
  return refusedShapesOf(project).map(({ at, what, repair }) => ({ ...finding(at, what), repair }));
}

/** Where the value of a variable that Compose insists on may be taken from. */
function missingVariable(project: Project, name: string): string {
  const example = EXAMPLE_ENDINGS.map((ending) => `.env${ending}`).find((file) =>
    new RegExp(String.raw`^(?:export )?${name}=`, 'm').test(project.read(file) ?? ''),
  );
  if (example === undefined) return `Set ${name} in .env.`;
  return project.envFiles.some(({ file }) => file === '.env')
    ? `Set ${name} in .env, as ${example} has it.`
    : `Copy ${example} to .env and fill it in.`;
}

function missingEnvFile(project: Project, file: string): string {
  const example = exampleBeside(project, file);
  return example === undefined
    ? `Create ${file}, or say "required: false" beside its path where the service starts without it.`
    : `Copy ${example} to ${file} and fill it in.`;
}

/** Where each file of an `env_file` is named. */
function namedEnvFiles({ services }: Project): ReadonlyMap<string, Place> {
  const named = new Map<string, Place>();
  for (const service of services) {
    const items = specValue(service, ['env_file']);
    for (const [i, item] of (Array.isArray(items) ? items : []).entries()) {
      const place = service.placeOf(['env_file', i]);
      const file = membersOf(item)['path'];
      if (place !== undefined && typeof file === 'string') named.set(posix.normalize(file), place);
    }
  }
  return named;
}

function faultsOf(project: Project, service: Service): Finding[] {
  const names = new Set(project.services.filter(({ active }) => active).map(({ name }) => name));
  // Of a service that an include defines as well, that is the fault.
  const twice = project.problems.some(({ message }) =>
    message.startsWith(`services.${service.name} is also in an included file`),
  );
  const startless =
    !twice &&
    specValue(service, ['image']) === undefined &&
    specValue(service, ['build']) === undefined &&
    specValue(service, ['provider']) === undefined
      ? [finding(service.at, `service "${service.name}" has neither an image nor a build context`)]
      : [];
  const waits = Object.entries(membersOf(specValue(service, ['depends_on'])))
    .filter(([name, how]) => !names.has(name) && membersOf(how)['required'] !== false)
    .map(([name]) => {
      const known = project.services.some((other) => other.name === name);
      const what = `service "${service.name}" depends on "${name}", ${known ? 'whose profile is not active' : 'which is not defined'}`;
      return finding(service.placeOf(['depends_on', name]) ?? service.at, what);
    });
  return [...startless, ...waits];
}

/** One for each name that nothing at the top declares, whoever uses it: it is declared once. */
function undeclared(project: Project): Finding[] {
  const names = new Map<string, Finding>();
  for (const service of project.services.filter(({ active }) => active))
    for (const one of undeclaredOf(project, service)) {
      const first = names.get(one.name);
      names.set(
        one.name,
        first === undefined ? one.finding : { ...first, related: [...(first.related ?? []), one.finding.at] },
      );
    }
  return [...names.values()];
}

function undeclaredOf(
  { top }: Project,
  service: Service,
): { readonly name: string; readonly finding: Finding }[] {
  const volumes = service.mounts
    .filter(({ kind, source }) => kind === 'volume' && source !== '')
    .map(({ source, at }) => ({ name: source, at }));
  const networks = Object.keys(membersOf(specValue(service, ['networks'])))
    .filter((name) => name !== 'default')
    .map((name) => ({ name, at: service.placeOf(['networks', name]) ?? service.at }));
  const list = specValue(service, ['secrets']);
  const secrets = (Array.isArray(list) ? list : []).flatMap((item, i) => {
    const name = typeof item === 'string' ? item : membersOf(item)['source'];
    return typeof name === 'string' ? [{ name, at: service.placeOf(['secrets', i]) ?? service.at }] : [];
  });
  const missing = (
    kind: 'volumes' | 'networks' | 'secrets',
    used: readonly { name: string; at: Place }[],
  ): { name: string; finding: Finding }[] =>
    used
      .filter(({ name }) => !Object.hasOwn(membersOf(top[kind]), name))
      .map(({ name, at }) => ({
        name: `${kind}.${name}`,
        finding: finding(
          at,
          `service "${service.name}" refers to ${kind.slice(0, -1)} "${name}", which is not declared under ${kind}`,
        ),
      }));
  return [...missing('volumes', volumes), ...missing('networks', networks), ...missing('secrets', secrets)];
}

function finding(at: Place, what: string): Finding {
  return {
    message: `Compose refuses the project: ${what}.`,
    at,
    evidence: [{ by: 'config', text: what, at }],
  };
}
