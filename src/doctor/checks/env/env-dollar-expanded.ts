import type { EnvLine, Place, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { namesSecret } from '../../components/env/secret-names.ts';
import { inEnvironment } from '../../components/compose/variable-edits.ts';

export const envDollarExpanded = defineCheck({
  id: 'env-dollar-expanded',
  area: 'env',
  severity: 'error',
  title: 'A dollar sign in a secret stays a dollar sign',
  why: `Outside single quotes Compose takes $word for a variable, in env files as well: the password pa$word becomes "pa". The server
was given the short one too, so all seems well, until another program reads the same file, or somebody types the real password.`,
  repair: 'Put the value in single quotes in the env file; in a compose file write $$.',
  fixClass: 'confirm',
  source:
    "docker compose 2.40.3, run: X=pa$ss gives pa, X='pa$ss' gives pa$ss; compose-go dotenv/parser.go expandVariables",
  supersedes: ['env-unset-variable'],
  run: ({ project }) => {
    if (project.composeFiles.length === 0) return notApplicable('there is no compose file');
    return found([...inFiles(project), ...inCompose(project)]);
  },
});

/** A variable that is set is meant; one that nothing sets was never a variable. */
function unsetAt({ unset }: Project, at: Place): readonly string[] {
  return unset.filter((one) => one.at.file === at.file && one.at.line === at.line).map(({ name }) => name);
}

function inFiles(project: Project): Finding[] {
  return project.envFiles.flatMap(({ file, lines }) =>
    lines
      .filter(
        ({ key, raw, quote, at }) =>
          quote !== 'single' &&
          namesSecret(key) &&
          unsetAt(project, at).some((name) => raw.includes(`$${name}`)),
      )
      .map((line) => ({
        ...finding(line.key, line.at),
        fix: {
          class: 'confirm',
          edits: [{ do: 'set-env', file, key: line.key, value: literal(line) }],
        } as const,
      })),
  );
}

/** As it was meant: `$$` and escapes resolved, nothing put in. */
function literal({ raw, quote }: EnvLine): string {
  const inner = quote === 'double' ? raw.slice(1, -1).replaceAll(/\\(["\\$])/g, '$1') : raw;
  return inner.replaceAll('$$', '$');
}

function inCompose(project: Project): Finding[] {
  return project.services.flatMap((service) =>
    service.environment
      .filter(
        ({ key, raw, at, from }) =>
          from === 'environment' &&
          namesSecret(key) &&
          unsetAt(project, at).some((name) => raw.includes(`$${name}`)),
      )
      .map(({ key, raw, at }) => {
        const names = unsetAt(project, at);
        const meant = raw.replaceAll(/\$(\w+)/g, (all, name: string) =>
          names.includes(name) ? `$${all}` : all,
        );
        const edit = inEnvironment(service, key, meant);
        return {
          ...finding(
            key,
            project.unset.find((one) => one.at.file === at.file && one.at.line === at.line)?.at ?? at,
          ),
          ...(edit === undefined
            ? {}
            : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } as const }),
        };
      }),
  );
}

function finding(key: string, at: Place): Finding {
  return {
    message: `${key} is cut at its dollar sign: Compose takes what follows for a variable that nothing sets.`,
    at,
    evidence: [{ by: 'config', text: `${key} holds "$" outside single quotes`, at }],
  };
}
