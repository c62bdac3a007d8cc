import type { Place, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { knownSecret } from '../../components/env/known-secrets.ts';
import { namesSecret } from '../../components/env/secret-names.ts';

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example'];

export const envDefaultSecret = defineCheck({
  id: 'env-default-secret',
  area: 'env',
  severity: 'error',
  title: 'Secrets are not those of an example',
  why: `A password that stands in an example, a tutorial or a word list is the first that a stranger tries. With a signing key he does not
even try: he writes himself a token.`,
  repair:
    'Generate one ("openssl rand -hex 32") and restart what uses it. A store that has its first password already needs the change itself: ALTER ROLE … PASSWORD in PostgreSQL.',
  fixClass: 'never',
  source:
    'OWASP ASVS 2.1.7 (passwords of common lists) and 14.2 (no default credentials); docker-library/postgres README: POSTGRES_PASSWORD sets the password at first start only',
  run: ({ project }) => {
    const secrets = secretsOf(project);
    if (secrets.length === 0) return notApplicable('no variable holds a secret');
    return found(secrets.flatMap((secret) => findingOf(project, secret)));
  },
});

interface Secret {
  readonly key: string;
  readonly value: string;
  readonly at: Place;
}

/** Each where it is written: lines of env files, and values that stand in a compose file themselves. */
function secretsOf({ envFiles, services }: Project): Secret[] {
  const lines = envFiles.flatMap((file) =>
    file.lines.filter((line) => file.lines.findLast(({ key }) => key === line.key) === line),
  );
  const literal = services.flatMap(({ environment }) =>
    environment.flatMap(({ key, value, raw, at, from }) => {
      if (from !== 'environment' || value === undefined) return [];
      // Of ${X:-default} the default is what is written here, where nothing else sets X.
      const fallback = /^\$\{\w+:?-([^}]*)\}$/.exec(raw)?.[1];
      return raw === value || (fallback !== undefined && fallback === value) ? [{ key, value, at }] : [];
    }),
  );
  const all = [...lines, ...literal].filter(({ key, value }) => namesSecret(key) && value !== '');
  return [
    ...new Map(
      all.map((secret) => [`${secret.at.file}:${secret.at.line}:${secret.at.column}`, secret]),
    ).values(),
  ];
}

function findingOf(project: Project, { key, value, at }: Secret): Finding[] {
  const example = EXAMPLES.find(
    (file) => file !== at.file && exampleHolds(project.read(file) ?? '', key, value),
  );
  const known = knownSecret(value);
  if (known === undefined && example === undefined) return [];
  const what =
    example !== undefined
      ? `the one that stands in ${example}`
      : known === 'placeholder'
        ? 'the placeholder of an example'
        : 'a word that everybody tries first';
  return [
    {
      message: `${key} is ${what}.`,
      at,
      evidence: [
        {
          by: 'config',
          text: `${key} is ${example === undefined ? 'in the list of common passwords and placeholders' : `equal to the value in ${example}`}`,
          at,
        },
      ],
      repair: `${isKeptByGit(project, at) ? `git keeps ${at.file}: take it out first (git rm --cached). ` : ''}${
        key === 'POSTGRES_PASSWORD'
          ? 'Generate one ("openssl rand -hex 32"), run ALTER ROLE … PASSWORD with it (the variable is read for an empty volume only), and give it to what connects.'
          : 'Generate one ("openssl rand -hex 32") and restart what uses it.'
      }`,
    },
  ];
}

/** A secret written there would be the next one that everybody has. */
function isKeptByGit({ envFiles }: Project, { file }: Place): boolean {
  return envFiles.some((one) => one.file === file && one.tracked === 'yes');
}

function exampleHolds(text: string, key: string, value: string): boolean {
  return text.split('\n').some((line) => {
    const match = /^\s*(?:export\s+)?([\w.]+)\s*=\s*(["']?)(.*?)\2\s*$/.exec(line);
    return match?.[1] === key && match[3] === value;
  });
}
