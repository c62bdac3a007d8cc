import type { Place, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable } from '../../check.ts';
import { namesSecret } from '../../components/env/secret-names.ts';

/** What stands beside a .env that nobody has made yet. */
const EXAMPLES = [
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  'env.example',
  'example.env',
  'sample.env',
];
/** So many names without a .env are told together, and so many of them by name. */
const TOGETHER = 3;
const NAMED = 8;

export const envUnsetVariable = defineCheck({
  id: 'env-unset-variable',
  area: 'env',
  severity: 'error',
  title: 'Every variable that a compose file names has a value',
  why: `Compose puts nothing in the place of a variable that is not set, and warns in a line that nobody reads. A password becomes
empty, a URL loses its host, "image: api:" is no image. Often the .env of a colleague has it, or the name is misspelt.`,
  repair:
    'Set it in .env; where there is no sensible default, write ${NAME:?set NAME} so that Compose says so and stops.',
  fixClass: 'confirm',
  source:
    'docker compose 2.40.3, run: The "X" variable is not set. Defaulting to a blank string.; compose-go template/template.go',
  run: ({ project }) => {
    if (project.composeFiles.length === 0) return notApplicable('there is no compose file');
    if (project.unset.length === 0) return HEALTHY;
    const names = new Map<string, Place[]>();
    for (const { name, at } of project.unset)
      if (!isRequired(project, name)) names.set(name, [...(names.get(name) ?? []), at]);
    const one = names.size < TOGETHER || hasEnv(project) ? undefined : withoutEnv(project, names);
    return found(one ? [one] : [...names].map(([name, places]) => findingOf(project, name, places)));
  },
});

/** `${NAME:?}`: there Compose puts no empty text, it refuses the project, which is told as that. */
function isRequired({ problems }: Project, name: string): boolean {
  return problems.some(({ message }) =>
    message.startsWith(`Cannot be interpolated: the required variable ${name} is missing`),
  );
}

function hasEnv({ envFiles }: Project): boolean {
  return envFiles.some(({ file }) => file === '.env');
}

/** Where .env itself is missing, that is one fault, however many names it would set. */
function withoutEnv(project: Project, names: ReadonlyMap<string, readonly Place[]>): Finding | undefined {
  const [first, ...more] = [...names.values()].flatMap(([place]) => place ?? []);
  if (first === undefined) return undefined;
  const all = [...names.keys()];
  const listed = all.length > NAMED ? [...all.slice(0, NAMED), `${all.length - NAMED} more`] : all;
  const sets = (file: string): boolean =>
    all.some((name) => new RegExp(String.raw`^(?:export )?${name}=`, 'm').test(project.read(file) ?? ''));
  const example = EXAMPLES.find(sets);
  return {
    message: `There is no .env, and ${all.length} variables have no value: ${listed.slice(0, -1).join(', ')} and ${listed.at(-1) ?? ''}. Compose puts an empty text in the place of each.`,
    at: first,
    related: more,
    evidence: [...names].map(([name, [at]]) => ({
      by: 'config',
      text: `nothing sets ${name}, and it has no default here`,
      ...(at === undefined ? {} : { at }),
    })),
    repair: example === undefined ? 'Write them into .env.' : `Copy ${example} to .env and fill it in.`,
  };
}

/** One for each name, at the first place that needs it. */
function findingOf(project: Project, name: string, [first, ...more]: readonly Place[]): Finding {
  const at = first ?? { file: '.env', line: 1, column: 1 };
  const example = exampleOf(project, name);
  const similar = [...new Set(project.envFiles.flatMap(({ lines }) => lines.map(({ key }) => key)))].find(
    (key) => key !== name && simplified(key) === simplified(name),
  );
  const hint =
    example !== undefined
      ? ` ${example.file} has ${name}=${example.value}.`
      : similar === undefined
        ? ''
        : ` ${similar} is set: is that the one?`;
  return {
    message: `${name} is not set: Compose puts an empty text in ${more.length === 0 ? 'its place' : `its ${more.length + 1} places`}.${hint}`,
    at,
    related: more,
    evidence: [{ by: 'config', text: `nothing sets ${name}, and it has no default here`, at }],
    repair:
      example !== undefined && !hasEnv(project)
        ? `Copy ${example.file} to .env and fill it in.`
        : `Set ${name} in .env${example === undefined ? '' : `, as ${example.file} has it`}.`,
    ...(example === undefined || !hasEnv(project)
      ? {}
      : {
          fix: {
            class: 'confirm',
            edits: [{ do: 'set-env', file: '.env', key: name, value: example.value }],
          },
        }),
  };
}

/** What the example beside .env says, where it says anything and is no secret: an example's password protects nothing. */
function exampleOf(
  project: Project,
  name: string,
): { readonly file: string; readonly value: string } | undefined {
  if (namesSecret(name)) return undefined;
  for (const file of EXAMPLES) {
    const value = new RegExp(String.raw`^(?:export )?${name}=(["']?)([\w.:/@+-]+)\1\s*(?:\s#.*)?$`, 'm').exec(
      project.read(file) ?? '',
    )?.[2];
    if (value !== undefined) return { file, value };
  }
  return undefined;
}

/** Names that differ in case, underscores or a common abbreviation look alike. */
function simplified(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('_', '')
    .replace('password', 'pass')
    .replace('database', 'db')
    .replace('postgres', 'pg');
}
