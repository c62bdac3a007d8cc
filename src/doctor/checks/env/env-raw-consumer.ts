import { posix } from 'node:path';
import type { EnvFile, EnvLine, Place, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { placeInText } from '../../place-in-text.ts';

/** What reads an env file by other rules than Compose. systemd takes quotes and line ends away as Compose does. */
type Reader = 'docker run' | 'shell';

/** Scripts that stand beside a compose file by custom; those of the services' own folders are among the sources. */
const SCRIPTS = [
  'Makefile',
  'makefile',
  'justfile',
  'Justfile',
  ...['', 'scripts/', 'bin/', 'deploy/', 'ops/'].flatMap((folder) =>
    [
      'backup',
      'deploy',
      'dev',
      'entrypoint',
      'init',
      'install',
      'migrate',
      'restore',
      'run',
      'setup',
      'start',
      'up',
      'update',
    ].map((name) => `${folder}${name}.sh`),
  ),
];
const CALLS: readonly (readonly [Reader, RegExp])[] = [
  [
    'docker run',
    /\bdocker\s+(?:container\s+)?(?:run|create|exec)\b(?:[^\n#]|\\\n)*?--env-file[= ]\s*["']?([^\s"'\\]+)/g,
  ],
  ['shell', /(?:^|[;&{]|\bthen\b|\bdo\b)[ \t@]*(?:source|\.)[ \t]+["']?([^\s"';&|]+)/gm],
];
/** A value that every reader takes alike without quotes. */
const PLAIN = /^[\w@%+=:,./-]*$/;

interface Call {
  readonly reader: Reader;
  readonly at: Place;
}

/** A line that a reader takes otherwise than Compose, how, and the line that all take alike; undefined where there is none. */
interface Fault {
  readonly line: EnvLine;
  readonly reader: Reader;
  readonly how: string;
  readonly plain: string | undefined;
}

export const envRawConsumer = defineCheck({
  id: 'env-raw-consumer',
  area: 'env',
  severity: 'warning',
  title: 'An env file means the same to everything that reads it',
  why: `Compose takes quotes, comments and Windows' line ends out of an env file and puts variables in. "docker run --env-file" hands
every line on as it is, quotes and all; a shell keeps the carriage return at the end of a line and runs what stands behind a space.
The same file then holds two passwords, and only one of them opens the database.`,
  repair:
    'Write values without quotes, spaces and $ where that can be, end lines with LF alone, or give each reader a file of its own.',
  fixClass: 'confirm',
  source:
    'captured from docker run --env-file: E_DQ="a b" arrives with its quotes, "x #y" with its comment, ${V} literally, "export X" is refused; bash 5.2 and dash, run: A=x\\r\\n ends with \\r, "B=two words" runs words',
  run: ({ project }) => {
    if (project.envFiles.length === 0) return notApplicable('there is no env file');
    const read = project.envFiles.map((file) => ({ file, calls: callsOf(project, file) }));
    if (read.every(({ calls }) => calls.length === 0))
      return notApplicable('no script that is seen reads an env file of the stack');
    return found(read.flatMap(({ file, calls }) => findingOf(file, calls) ?? []));
  },
});

/** The first place where each reader is given the file. */
function callsOf(project: Project, { file }: EnvFile): readonly Call[] {
  const scripts = new Set([
    ...SCRIPTS,
    ...project.sources.filter((name) => /\.(?:ba)?sh$|Makefile$/.test(name)),
  ]);
  const calls = [...scripts].flatMap((script) => {
    const text = project.read(script);
    if (text === undefined) return [];
    return CALLS.flatMap(([reader, pattern]) =>
      [...text.matchAll(pattern)]
        .filter((match) => !isComment(text, match.index + match[0].length))
        .filter((match) => names(match[1] ?? '', file, script))
        .map((match): Call => ({
          reader,
          at: placeInText(script, text, match.index + match[0].lastIndexOf(match[1] ?? '')),
        })),
    );
  });
  return calls.filter(({ reader }, i) => calls.findIndex((other) => other.reader === reader) === i);
}

function isComment(text: string, offset: number): boolean {
  return /^\s*#/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1));
}

/** Relative to the project or to the script; `$HERE/.env` may be anywhere, so its name decides. */
function names(word: string, file: string, script: string): boolean {
  if (/^["']?\$/.test(word)) return posix.basename(word) === posix.basename(file) && word.includes('/');
  return posix.normalize(word) === file || posix.join(posix.dirname(script), word) === file;
}

function findingOf(file: EnvFile, calls: readonly Call[]): Finding | undefined {
  const faults = file.lines.flatMap((line) =>
    calls.flatMap(({ reader }) => faultOf(file, line, reader) ?? []),
  );
  const [first] = faults;
  if (first === undefined) return undefined;
  const keys = [...new Set(faults.map(({ line }) => line.key))];
  const others = keys.length > 1 ? ` and ${keys.length - 1} more of its variables` : '';
  const { at } = first.line;
  const call = calls.find(({ reader }) => reader === first.reader);
  const text = fixedText(file, faults);
  return {
    message: `${first.reader === 'shell' ? 'A shell' : 'docker run'} reads ${first.line.key}${others} in ${file.file} otherwise than Compose: ${first.how}.`,
    at,
    related: calls.map((one) => one.at),
    evidence: [
      { by: 'config', text: `for ${first.line.key}, ${first.how}`, at },
      ...(call === undefined
        ? []
        : [{ by: 'config', text: `${first.reader} is given ${file.file}`, at: call.at } as const]),
    ],
    ...(text === undefined
      ? {}
      : { fix: { class: 'confirm', edits: [{ do: 'write-file', file: file.file, text }] } }),
  };
}

function faultOf({ text }: EnvFile, line: EnvLine, reader: Reader): Fault | undefined {
  const { raw, value, quote, key, at } = line;
  const whole = text.split('\n')[at.line - 1] ?? '';
  const head = whole.slice(0, at.column - 1);
  const bare = PLAIN.test(value) ? `${key}=${value}` : undefined;
  const fault = (how: string, plain?: string): Fault => ({ line, reader, how, plain });
  const rest = whole.slice(whole.indexOf(raw, at.column + key.length - 1) + raw.length);
  if (reader === 'docker run') {
    if (/export\s+$/.test(head)) return fault('it refuses the whole file for the word export');
    if (quote !== 'none')
      return fault('the quotes become part of the value', /^\s*$/.test(rest) ? bare : undefined);
    if (/^\s+#/.test(rest)) return fault('the comment becomes part of the value');
    return value === raw ? undefined : fault('the variable in it is not put in');
  }
  if (/\s$/.test(whole.slice(0, whole.indexOf('=', at.column - 1))) && whole.includes('='))
    return fault('the space before the = makes it a command', bare);
  if (quote === 'none' && /[\s;&|()<>`]/.test(raw))
    return fault('what stands behind the first word is run as a command');
  return whole.endsWith('\r')
    ? fault('its value ends with a carriage return', whole.slice(at.column - 1, -1))
    : undefined;
}

/** The file with lines that all readers take alike; undefined where one of them has no such form. */
function fixedText({ file, text }: EnvFile, faults: readonly Fault[]): string | undefined {
  if (file.startsWith('..') || faults.some(({ plain }) => plain === undefined)) return undefined;
  const lines = text.split('\n');
  for (const { line, plain = '' } of faults) {
    const written = lines[line.at.line - 1] ?? '';
    lines[line.at.line - 1] = written.slice(0, line.at.column - 1) + plain;
  }
  return lines.map((line) => line.replace(/\r$/, '')).join('\n');
}
