import type { EnvEntry, EnvFile, EnvLine, Place, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { namesSecret } from '../../components/env/secret-names.ts';

/** An address that only a program outside of the stack can mean. */
const OUTSIDE = /\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal)\b/;
/** Sources that read an env file by themselves: what a container does not get from it, the program on a desk does. */
const READS_ITSELF = /\bload_dotenv\s*\(|\benv_file\s*=|\bdotenv\b|godotenv|Dotenv\.load|--env-file/;

/** Values that are longer together make the sentence hard to read. */
const SHOWN = 60;

/** A variable of a service that an env file sets in vain. */
interface Loss {
  readonly service: Service;
  readonly winner: EnvEntry;
}

export const composeShadowedEnv = defineCheck({
  id: 'compose-shadowed-env',
  area: 'compose',
  severity: 'info',
  title: 'No line of an env file is without effect',
  why: `What stands under "environment" beats every env file. A line that all services beat in this way does nothing: who changes it
waits in vain for an effect, and who reads it believes a value that nobody has.`,
  repair: 'Delete the line in the env file, or the one under "environment", whichever is not meant.',
  fixClass: 'confirm',
  source:
    'docs.docker.com/compose/how-tos/environment-variables/envvars-precedence; compose-go types/mapping.go OverrideBy, as docker compose 2.40.3 config shows it',
  run: ({ project }) => {
    const { envFiles } = project;
    const read = envFiles.filter(({ lines }) => lines.some((line) => isReadBy(project.services, line.at)));
    if (read.length === 0) return notApplicable('no service takes variables from an env file');
    if (project.sources.some((file) => READS_ITSELF.test(project.read(file) ?? '')))
      return notApplicable(
        'the sources read env files themselves: a line may be for them, outside of the stack',
      );
    return found(read.flatMap((file) => file.lines.flatMap((line) => findingOf(project, file, line) ?? [])));
  },
});

function isReadBy(services: readonly Service[], at: Place): boolean {
  return services.some(({ environment }) =>
    environment.some((entry) => isAt(entry.at, at) || entry.shadowed.some((loser) => isAt(loser.at, at))),
  );
}

function isAt(one: Place, other: Place): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column;
}

function findingOf(project: Project, { file, lines }: EnvFile, line: EnvLine): Finding | undefined {
  const { key, at, value } = line;
  const losses = lossesOf(project, at);
  const [first] = losses;
  if (first === undefined || OUTSIDE.test(value) || isUsed(project, line)) return undefined;
  const names = losses.map(({ service }) => service.name).join(', ');
  const other = first.winner.value ?? '';
  const shown = !namesSecret(key) && value.length + other.length <= SHOWN && !/\s/.test(value + other);
  const [here, there] = shown ? [`=${value}`, ` (${other})`] : ['', ''];
  const editable = !file.startsWith('..') && lines.filter((one) => one.key === key).length === 1;
  return {
    message: `${key}${here} in ${file} has no effect: "environment" of ${names} sets another value${there}.`,
    at,
    related: losses.map(({ winner }) => winner.at),
    evidence: [
      { by: 'config', text: `${key} stands in ${file}`, at },
      { by: 'config', text: `${key} stands under environment of ${first.service.name}`, at: first.winner.at },
    ],
    ...(editable ? { fix: { class: 'confirm', edits: [{ do: 'remove-env', file, key }] } } : {}),
  };
}

/** The services that get another value from `environment`; none where one gets this line's. */
function lossesOf({ services }: Project, at: Place): readonly Loss[] {
  const losses: Loss[] = [];
  for (const service of services)
    for (const entry of service.environment) {
      if (isAt(entry.at, at)) return [];
      if (!entry.shadowed.some((loser) => isAt(loser.at, at))) continue;
      // Of two env files the later one is there to win.
      if (entry.from === 'env-file') return [];
      losses.push({ service, winner: entry });
    }
  return losses;
}

/** Whether a compose file or another line takes the variable by `$KEY`. */
function isUsed(project: Project, { key, at }: EnvLine): boolean {
  const reference = new RegExp(String.raw`\$\{?${key.replaceAll(/[.[\]]/g, String.raw`\$&`)}(?![\w.])`);
  const files = new Set([...project.composeFiles, ...project.services.map((service) => service.at.file)]);
  return (
    [...files].some((file) => reference.test(project.read(file) ?? '')) ||
    project.envFiles.some(({ lines }) => lines.some((line) => !isAt(line.at, at) && reference.test(line.raw)))
  );
}
