import type { Place, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable } from '../../check.ts';
import { namesSecret } from '../../secret-names.ts';

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
    for (const { name, at } of project.unset) names.set(name, [...(names.get(name) ?? []), at]);
    return found([...names].map(([name, places]) => findingOf(project, name, places)));
  },
});

/** One for each name, at the first place that needs it. */
function findingOf(project: Project, name: string, [first, ...more]: readonly Place[]): Finding {
  const at = first ?? { file: '.env', line: 1, column: 1 };
  const example = exampleOf(project, name);
  const hasEnv = project.envFiles.some(({ file }) => file === '.env');
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
      example !== undefined && !hasEnv
        ? `Copy ${example.file} to .env and fill it in.`
        : `Set ${name} in .env${example === undefined ? '' : `, as ${example.file} has it`}.`,
    ...(example === undefined || !hasEnv
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
  for (const file of ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example']) {
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
