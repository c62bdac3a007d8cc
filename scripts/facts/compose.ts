import { z } from 'zod';
import { compact, readFacts, type Table, text } from './source.ts';

const FILE = z.object({
  obsolete: z.array(z.object({ key: text, v2: text })),
  services: z.array(
    z.object({
      key: text,
      type: text,
      without_swarm: text.optional(),
      swarm: text.optional(),
      note: text.optional(),
    }),
  ),
  healthchecks: z.record(text, z.union([text, z.array(text)])),
});

export function composeTables(facts: string): Table[] {
  const { obsolete, services, healthchecks } = readFacts(facts, 'compose.json', FILE);
  const checks = Object.entries(healthchecks).flatMap(([kind, test]) =>
    Array.isArray(test) ? [{ kind, test, ...compact({ note: noteOf(healthchecks[`${kind}_note`]) }) }] : [],
  );
  return [
    {
      file: 'compose-keys',
      from: 'compose',
      type: ['ComposeKey', 'Healthcheck', 'ObsoleteComposeKey'],
      tables: [
        {
          name: 'OBSOLETE_COMPOSE_KEYS',
          shape: 'ObsoleteComposeKey',
          rows: obsolete
            .filter(({ key }) => !key.includes(' '))
            .map(({ key, v2 }) => ({ key, reaction: v2 })),
        },
        {
          name: 'COMPOSE_SERVICE_KEYS',
          shape: 'ComposeKey',
          rows: services.flatMap(({ key, type, without_swarm: withoutSwarm, note }) =>
            keys(key).map((one) => ({ key: one, type, ...compact({ withoutSwarm, note }) })),
          ),
        },
        { name: 'HEALTHCHECKS', shape: 'Healthcheck', rows: checks },
      ],
    },
  ];
}

function noteOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `deploy.update_config, rollback_config` and `interval / timeout` name siblings. */
function keys(text: string): string[] {
  if (text.startsWith('x-')) return [text];
  const [first = '', ...others] = text.split(/ \/ |, /);
  const parent = first.slice(0, first.lastIndexOf('.') + 1);
  return [first, ...others.map((name) => parent + name)];
}
