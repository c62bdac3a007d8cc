import { countLines } from './count-lines.ts';
import type { VariableRead } from './project.ts';

/** How programs of one kind read their environment; group 1 is the name, or a list of names. Lengths are bounded, or a hostile file takes quadratic time. */
interface Reader {
  readonly files: RegExp;
  readonly comment: RegExp;
  readonly patterns: readonly RegExp[];
}

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const quoted = (before: string): RegExp => new RegExp(`${before}\\s*["'\`](${NAME})["'\`]`, 'g');

const READERS: readonly Reader[] = [
  {
    files: /\.py$/,
    comment: /^\s*#/,
    patterns: [
      // os.environ["X"], os.environ.get("X"), os.getenv("X"), env("X"), env.int("X"), config("X") of environs and decouple
      quoted('\\benviron(?:\\.(?:get|pop|setdefault)\\s*\\(|\\s*\\[)'),
      quoted('\\bgetenv\\s*\\('),
      quoted('(?<![.\\w])(?:env|config)(?:\\.(?:str|int|bool|float|list|url|json|dict|db|path))?\\s*\\('),
      new RegExp(`["'](${NAME})["']\\s+(?:not\\s+)?in\\s+os\\.environ`, 'g'),
      // pydantic 1: Field(..., env="X"); 2: alias, validation_alias, AliasChoices("X", "Y"); click and typer: envvar="X"
      quoted('\\b(?:env|alias|validation_alias|envvar)\\s*='),
      new RegExp(`\\bAliasChoices\\s*\\(([^)]{0,500})\\)`, 'g'),
    ],
  },
  {
    files: /\.(?:js|mjs|cjs|ts|mts|cts|jsx|tsx|vue|svelte)$/,
    comment: /^\s*(?:\/\/|\*)/,
    patterns: [
      new RegExp(`\\b(?:process\\.env|import\\.meta\\.env|Bun\\.env)\\??\\.(${NAME})`, 'g'),
      quoted('\\b(?:process\\.env|import\\.meta\\.env|Bun\\.env)(?:\\?\\.)?\\s*\\['),
      quoted('\\bDeno\\.env\\.get\\s*\\('),
      /\{([^{}]{0,2000})\}\s*=\s*(?:process\.env|import\.meta\.env)\b/g,
    ],
  },
  {
    files: /\.go$/,
    comment: /^\s*\/\//,
    patterns: [
      quoted('\\bos\\.(?:Getenv|LookupEnv)\\s*\\('),
      new RegExp(`\\b(?:env|envconfig)(?:ironment)?:"(${NAME})`, 'g'),
      new RegExp(`\\bBindEnv\\s*\\([^,)]{0,200},\\s*"(${NAME})"`, 'g'),
    ],
  },
  {
    files: /\.(?:java|kt|scala|properties)$/,
    comment: /^\s*(?:\/\/|\*|#)/,
    patterns: [quoted('\\bgetenv\\s*\\('), new RegExp(`\\$\\{(${NAME})(?::[^}]{0,200})?\\}`, 'g')],
  },
  {
    files: /\.rb$/,
    comment: /^\s*#/,
    patterns: [quoted('\\bENV(?:\\.fetch\\s*\\(|\\s*\\[)')],
  },
  {
    files: /\.php$/,
    comment: /^\s*(?:\/\/|\*|#)/,
    patterns: [quoted('\\b(?:getenv|env)\\s*\\('), quoted('\\$_(?:ENV|SERVER)\\s*\\[')],
  },
  {
    files:
      /(?:\.(?:sh|bash|envsh|template|tmpl)|(?:^|\/)(?:Dockerfile[^/]*|[^/]*\.Dockerfile|[^/.]*(?:entrypoint|start|run)[^/.]*|Procfile))$/i,
    comment: /^\s*#/,
    // Names in capitals: those in small letters are a script's own.
    patterns: [/(?<![\\$])\$\{?#?!?([A-Z_][A-Z0-9_]*)/g],
  },
];

/** Whether `readVariables` can tell what such a file reads. */
export function readsVariables(file: string): boolean {
  return READERS.some(({ files }) => files.test(file));
}

/** The variables that a source file, Dockerfile or start script reads from its environment, in the order of the file. */
export function readVariables(file: string, text: string): readonly VariableRead[] {
  const reader = READERS.find(({ files }) => files.test(file));
  if (reader === undefined) return [];
  const found: { name: string; offset: number }[] = reader.patterns.flatMap((pattern) =>
    matches(text, pattern),
  );
  if (file.endsWith('.py')) found.push(...settingsFields(text));
  const lines = countLines(text);
  const { lineStarts } = lines;
  return found
    .map(({ name, offset }) => {
      const { line, col } = lines.linePos(offset);
      return { name, at: { file, line, column: col } };
    })
    .filter(({ at }) => !reader.comment.test(text.slice(lineStarts[at.line - 1], lineStarts[at.line])))
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

/** One name for a plain pattern; each quoted or destructured one where the group is a list of them. */
function matches(text: string, pattern: RegExp): { name: string; offset: number }[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const group = match[1] ?? '';
    const start = match.index + match[0].indexOf(group);
    if (new RegExp(`^${NAME}$`).test(group)) return [{ name: group, offset: start }];
    return [...group.matchAll(new RegExp(`(?:^|,)\\s*["']?(${NAME})`, 'g'))].map((inner) => {
      const name = inner[1] ?? '';
      return { name, offset: start + inner.index + inner[0].indexOf(name) };
    });
  });
}

/** `class S(BaseSettings):` with `name: type` fields: pydantic-settings reads `env_prefix + name`, whatever its case. */
function settingsFields(text: string): { name: string; offset: number }[] {
  const fields: { name: string; offset: number }[] = [];
  for (const head of text.matchAll(
    /^([ \t]*)class\s+\w+\s*\([^)]{0,200}Settings[^)]{0,200}\)[ \t]*:[^\n]*\n/gm,
  )) {
    const start = head.index + head[0].length;
    const body = text.slice(start, start + bodyLength(text.slice(start), (head[1] ?? '').length));
    const prefix = /\benv_prefix\s*=\s*["'](\w*)["']/.exec(body)?.[1] ?? '';
    const indent = /^([ \t]+)\S/m.exec(body)?.[1] ?? '    ';
    for (const field of body.matchAll(new RegExp(`^${indent}(${NAME})[ \\t]*:(?!=)([^\\n]*)`, 'gm'))) {
      const name = field[1] ?? '';
      // A field with an alias is read by that alone.
      if (name === 'model_config' || /ClassVar|\b(?:validation_)?alias\s*=|\benv\s*=/.test(field[2] ?? ''))
        continue;
      fields.push({ name: (prefix + name).toUpperCase(), offset: start + field.index + indent.length });
    }
  }
  return fields;
}

/** To the first line that is indented no more than the class. */
function bodyLength(text: string, indent: number): number {
  const end = new RegExp(`^[ \\t]{0,${indent}}[^\\s#]`, 'm').exec(text);
  return end?.index ?? text.length;
}
