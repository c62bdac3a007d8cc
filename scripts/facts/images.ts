import { z } from 'zod';
import { compact, namesIn, readFacts, type Table, text } from './source.ts';

const IMAGE = z.object({
  image: text,
  honoured: z.array(z.object({ name: text, what: text.optional(), note: text.optional() })),
  not_honoured: z.array(z.object({ name: text, why: text, right_way: text })),
});

const KINDS = [
  'postgres',
  'redis',
  'qdrant',
  'nginx',
  'prometheus',
  'redis_exporter',
  'postgres_exporter',
] as const;

const FILE = z.object({ general: z.object({ bitnami: text }) }).catchall(z.unknown());

/** The only rows whose further names are endings: `A_B / _C` stands for A_B and A_C. */
const STEMS: Readonly<Record<string, string>> = {
  REDIS_EXPORTER_TLS_CA_CERT_FILE: 'REDIS_EXPORTER_TLS',
  REDIS_EXPORTER_LOG_LEVEL: 'REDIS_EXPORTER',
  REDIS_EXPORTER_BASIC_AUTH_USERNAME: 'REDIS_EXPORTER_BASIC_AUTH',
  PG_EXPORTER_AUTO_DISCOVER_DATABASES: 'PG_EXPORTER',
};

/** Rows about a form, not about a name: `${VAR}` in a file, an empty or null value, an overridden command. */
const NO_NAME = /^\$|set to an empty string|=null|when command is/;

export function imageTables(facts: string): Table[] {
  const file = readFacts(facts, 'env.json', FILE);
  const images = KINDS.map((kind) => {
    const { image, honoured, not_honoured: ignored } = IMAGE.parse(file[kind]);
    return {
      kind: kind.replace('_', '-'),
      image,
      honoured: honoured.flatMap(({ name, what, note }) => {
        const names = honouredNames(name);
        return names.map((one) => ({ name: one, ...compact({ what, note }) }));
      }),
      ignored: ignored
        .filter(({ name }) => !NO_NAME.test(name))
        .flatMap(({ name, why, right_way: useInstead }) =>
          namesIn(name, /[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]|PG[A-Z]+/g).map((one) => ({
            name: one,
            why,
            useInstead,
          })),
        ),
    };
  });
  return [
    {
      file: 'image-variables',
      from: 'images',
      type: ['ImageVariables'],
      tables: [{ name: 'IMAGE_VARIABLES', shape: 'ImageVariables', rows: images }],
    },
  ];
}

function honouredNames(name: string): string[] {
  if (NO_NAME.test(name) || name === 'any variable') return [];
  if (name.includes('<')) return [`${name.slice(0, name.indexOf('<'))}*`];
  const names = name.replace(/ *\.\.\.$/, '').split(/, | \/ /);
  const stem = STEMS[names[0] ?? ''] ?? '';
  return names.map((one) => (one.startsWith('_') ? stem + one : one));
}
