import type { EnvEntry, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { namesSecret } from '../../components/env/secret-names.ts';
import { inEnvironment } from '../../components/compose/variable-edits.ts';

export const envListLiteralQuotes = defineCheck({
  id: 'env-list-literal-quotes',
  area: 'env',
  severity: 'error',
  title: 'No variable carries quotes as part of its value',
  why: `In a list under "environment" everything behind = is the value, quotes too: - REDIS_PASSWORD="" is a password of two quote
characters, not an empty one. Redis answers it with an error, and a URL or number in quotes is no URL and no number. In a mapping
(REDIS_PASSWORD: "") and in an env file the quotes belong to the notation and go away.`,
  repair: 'Write the value without quotes, or the mapping form.',
  fixClass: 'safe',
  source:
    'docker compose 2.40.3, run: "- A=\\"\\"" reaches the container as two characters; compose-go types/mapping.go cuts at the first "="',
  run: ({ project }) => {
    const entries = project.services.flatMap((service) =>
      service.environment.filter(({ form }) => form === 'list').map((entry) => ({ service, entry })),
    );
    if (entries.length === 0) return notApplicable('no variable is written as a list item');
    return found(entries.flatMap(({ service, entry }) => findingOf(service, entry)));
  },
});

function findingOf(service: Service, entry: EnvEntry): Finding[] {
  const inner = unquoted(entry.raw);
  if (inner === undefined) return [];
  const { key, at } = entry;
  const edit = inEnvironment(service, key, inner);
  const shown = namesSecret(key) && inner !== '' ? '"…"' : entry.raw;
  const means = inner === '' ? 'two quote characters, not an empty value' : 'the quotes as part of its value';
  return [
    {
      message: `${service.name} gets ${key} with ${means}: in a list nothing takes them away.`,
      at,
      evidence: [{ by: 'config', text: `- ${key}=${shown}, a list item`, at }],
      repair: `Write the value of ${key} without quotes, or the whole list as a mapping.`,
      ...(edit === undefined ? {} : { fix: { class: 'safe', edits: [edit], restart: [service.name] } }),
    },
  ];
}

/** Of `"text"` or `'text'` what stands inside; undefined where the quotes are more than an envelope. */
function unquoted(raw: string): string | undefined {
  const match = /^(["'])(.*)\1$/s.exec(raw);
  return match === null || match[2]?.includes(match[1] ?? '') === true ? undefined : match[2];
}
