import { decodeUri } from '../../lib/decode-uri.ts';
import type { Project } from '../../project/project.ts';

/**
 * A text without secrets. `code` (a diff, a quoted line, a log): whatever stands where a value stands is hidden. `prose`: a plain
 * word is left where only a word before it, such as `password:` or `requirepass`, would make it one.
 */
export type Redact = (text: string, as?: 'code' | 'prose') => string;

export const HIDDEN = '••••';

/** Keys whose value nobody else may read. Not `…_FILE` (a path), `…_METHOD` and the like. */
const SECRET_KEY =
  /(PASS(WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY(?:_?BASE)?|PRIVATE_?KEY|CREDENTIALS?|MASTERAUTH|SIGNING_?KEY|ENCRYPTION_?KEY|JWT|SALT)(_?\d+)?$/i;
/** A shorter value, or one that is a name in the stack, is hidden beside its key only: replacing it everywhere would tell it. */
const SHORTEST = 5;
const PLAIN = new Set([
  'admin',
  'root',
  'user',
  'guest',
  'default',
  'postgres',
  'redis',
  'qdrant',
  'prometheus',
  'grafana',
  'password',
  'secret',
  'trust',
  'false',
  'none',
  'empty',
]);

/** Text that gives a secret away by what stands around it; the group before it is kept. */
const PATTERNS: readonly RegExp[] = [
  // scheme://user:password@host and scheme://:password@host
  /(\b[a-z][\w+.-]*:\/\/[^\s:/@"']*:)(?!\$\{)[^\s@"']+(?=@)/gi,
  // KEY=value, KEY: value, "key": "value", key = 'value'
  /(\b[\w.-]*?(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key(?:[_-]?base)?|private[_-]?key|credentials?|masterauth|jwt|salt)(?:_?\d+)?["']?\s*[:=]\s*["']?)(?!\s*(?:\$|["']|••••|$))[^\s"',}]+/gim,
  // requirepass value, --requirepass value, masterauth value, redis-cli -a value
  /((?:--)?\b(?:requirepass|masterauth|sentinel auth-pass \S+)["']?,?\s+["']?)(?!\$)[^\s"',\]]+/gi,
  /(\bredis-cli\b[^\n]*?\s(?:-a|--pass)["']?,?\s+["']?)(?!\$)[^\s"',\]]+/gi,
  /(\b(?:Bearer|Basic)\s+)[\w.~+/=-]{8,}/g,
  // Tokens that show what they are: JSON web tokens, keys of GitHub, AWS, OpenAI and Slack
  /()\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /()\b(?:gh[pousr]_\w{20,}|AKIA[0-9A-Z]{16}|sk-[\w-]{16,}|xox[abpr]-[\w-]{10,})/g,
];

/** Hides every secret that the project is known to hold, whatever it stands in, and whatever looks like one. */
export function createRedact(project: Project): Redact {
  const names = new Set([
    ...PLAIN,
    ...project.services.flatMap(({ name, kind }) => [name, kind, ...name.split(/[-_.]/)]),
    project.name,
  ]);
  const values = [...secretValues(project)]
    .flatMap((value) =>
      value.length < SHORTEST || names.has(value.toLowerCase()) ? [] : [value, encodeURIComponent(value)],
    )
    .toSorted((a, b) => b.length - a.length);
  return (text, as = 'code') => {
    const known = values.reduce((left, value) => left.replaceAll(value, HIDDEN), text);
    return known
      .split('\n')
      .map((line) =>
        PATTERNS.reduce(
          (left, pattern) =>
            left.replaceAll(pattern, (whole: string, before: string) =>
              as === 'prose' && isProse(before, whole.slice(before.length)) ? whole : before + HIDDEN,
            ),
          line,
        ),
      )
      .join('\n');
  };
}

/** Nothing of the kind that passwords and tokens are made of: `password: everybody`, `requirepass not set`, `requirepass + ACL`. */
const PLAIN_WORD = /^(?:\(?[A-Za-z]?[a-z’'-]*[.,;:!?)…]*|\W+)$/;
/** Written as in a file or on a command line, so that no sentence is meant: `NAME_PASSWORD:`, `password=`, `--requirepass`, `"`. */
const WRITTEN = /[=_"']|--|:\/\/|\bredis-cli\b/;

function isProse(before: string, value: string): boolean {
  return PLAIN_WORD.test(value) && !WRITTEN.test(before);
}

function secretValues(project: Project): Set<string> {
  const entries = [
    ...project.services.flatMap(({ environment }) =>
      environment.map(({ key, value = '' }) => ({ key, value })),
    ),
    ...project.envFiles.flatMap(({ lines }) => lines.map(({ key, value }) => ({ key, value }))),
  ];
  const texts = [
    ...entries.map(({ value }) => value),
    ...project.configs.map(({ text }) => text),
    ...project.services.map(({ command }) => command.join(' ')),
  ];
  const keyed = entries.filter(({ key }) => SECRET_KEY.test(key)).map(({ value }) => value);
  return new Set(
    [...keyed, ...texts.flatMap(hiddenIn)].filter((value) => value !== '' && !value.startsWith('$')),
  );
}

/** The secrets that {@link PATTERNS} see in a text, line by line. A comment may hold an old password, and is prose. */
function hiddenIn(text: string): string[] {
  return text.split('\n').flatMap((line) =>
    PATTERNS.flatMap((pattern) =>
      [...line.matchAll(pattern)].flatMap(([whole, before = '']) => {
        const value = whole.slice(before.length);
        // A password in a URL is written with `%40` for `@`.
        return /^\s*#/.test(line) && isProse(before, value) ? [] : [decodeUri(value)];
      }),
    ),
  );
}
