import type { EnvEntry, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { writtenText } from '../../components/compose/written-value.ts';

export const envTrailingSpaceKey = defineCheck({
  id: 'env-trailing-space-key',
  area: 'env',
  severity: 'error',
  title: 'No name of a variable ends with a space',
  why: `In a list under "environment" the name of a variable is everything before the =. Compose refuses the whole project for a space
there ("declared with a trailing space"), whichever service it stands at: no command works any more. In a mapping it accepts it, and
the program looks for NAME and finds none, since the container has "NAME ".`,
  repair: 'Delete the space before the =.',
  fixClass: 'safe',
  source:
    'docker compose 2.40.3, run: "- KEY =v" is refused, of services of inactive profiles too, and "KEY ": v is passed on with the space; compose-go types/mapping.go',
  // Of every service: Compose refuses the project for one that it would not start, too.
  run: ({ project }) => {
    const entries = project.services.flatMap((service) =>
      service.environment.filter(({ from }) => from === 'environment').map((entry) => ({ service, entry })),
    );
    if (entries.length === 0) return notApplicable('no service has variables under "environment"');
    return found(entries.flatMap(({ service, entry }) => findingOf(project, service, entry) ?? []));
  },
});

function findingOf(project: Project, service: Service, { key, form, at }: EnvEntry): Finding | undefined {
  const name = key.trimEnd();
  if (name === key || name === '') return undefined;
  const refused = form === 'list';
  const edit = refused ? withoutSpace(project, service, key) : undefined;
  return {
    message: refused
      ? `Compose refuses the project: "${name}" of ${service.name} has a space before the =.`
      : `${service.name} gets a variable "${key}" with the space, and none called ${name}.`,
    at,
    evidence: [{ by: 'config', text: `the name is "${key}"`, at }],
    repair: `Write ${name} without the space.`,
    ...(edit === undefined ? {} : { fix: { class: 'safe', edits: [edit], restart: [service.name] } }),
  };
}

/** The item as written, variables kept. A mapping's key, and an item that others share, is a person's matter. */
function withoutSpace(project: Project, service: Service, key: string) {
  const { file, path, shared } = service.editOf(['environment', key]);
  const written = writtenText(project, { file, path });
  if (shared === true || written === undefined || !written.startsWith(key)) return undefined;
  return { do: 'set-yaml', file, path, value: key.trimEnd() + written.slice(key.length) } as const;
}
