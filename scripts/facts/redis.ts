import { z } from 'zod';
import { compact, readFacts, readListing, type Table, text, written } from './source.ts';

const FILE = z.object({
  rules: z.object({ silently_ignored: z.array(text) }).loose(),
  directives: z.array(
    z.object({
      name: text,
      type: text,
      default: written,
      config_set: z.union([z.boolean(), text]),
      versions: text,
      range: text.optional(),
      note: text.optional(),
      old_name_accepted: text.optional(),
    }),
  ),
  invalid: z.array(z.object({ name: text, use_instead: text })),
});

/** Read by the server itself while it loads the file, so that CONFIG GET does not list them (redis.conf; config.c). */
const LOADING_ONLY = ['include', 'loadmodule', 'rename-command', 'user', 'sentinel'];

export function redisTables(facts: string): Table[] {
  const { rules, directives, invalid } = readFacts(facts, 'redis.json', FILE);
  const listed = (version: string): string[] =>
    readListing(facts, `redis-config-get-${version}.tsv`).map(([name = '']) => name);
  const old = directives.flatMap(({ old_name_accepted: name }) => (name === undefined ? [] : [name]));
  const ignored = rules.silently_ignored.map((name) => name.replace(/ .*/, ''));
  const names = [
    ...listed('7.0.15'),
    ...listed('8.0.6'),
    ...directives.map(({ name }) => name),
    ...old,
    ...ignored,
  ];
  return [
    {
      file: 'redis-directives',
      from: 'redis',
      type: ['InvalidRedisDirective', 'RedisDirective'],
      tables: [
        {
          name: 'REDIS_DIRECTIVES',
          shape: 'RedisDirective',
          rows: directives.map(({ config_set: set, old_name_accepted: oldName, ...rest }) => ({
            name: rest.name,
            type: rest.type,
            default: String(rest.default ?? ''),
            configSet: set === true,
            versions: rest.versions,
            ...compact({ range: rest.range, oldName, note: rest.note }),
          })),
        },
        {
          name: 'REDIS_NAMES',
          shape: 'string',
          rows: [...new Set([...names, ...LOADING_ONLY])].toSorted(),
        },
        { name: 'REDIS_IGNORED_NAMES', shape: 'string', rows: ignored },
        {
          name: 'INVALID_REDIS_DIRECTIVES',
          shape: 'InvalidRedisDirective',
          // A row with a value speaks of that value: `maxmemory 75%`.
          rows: invalid.flatMap(({ name, use_instead: useInstead }) =>
            name
              .split(' / ')
              .filter((one) => !/[A-Z]/.test(one))
              .map((one) => {
                const [directive = '', ...value] = one.split(' ');
                return { name: directive, ...compact({ value: value.join(' ') }), useInstead };
              }),
          ),
        },
      ],
    },
  ];
}
