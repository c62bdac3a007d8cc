import type { Edit } from '../../../../edits/edit.ts';
import type { EnvEntry, Place, Project, Service } from '../../../../project/project.ts';
import { inEnvironment, isUsedTwice, withVariable } from '../../compose/variable-edits.ts';
import { sourcesOf } from '../client-pools.ts';
import { type PythonSource, readPython } from './python-source.ts';

/** A list of strings that a program is given, where a person would change it. */
export interface StringList {
  readonly values: readonly string[];
  readonly at: Place;
  /** The edit that adds values; undefined where it is not plain how. */
  add(values: readonly string[]): Edit | undefined;
}

/** Whose source an expression stands in, and what it is started with. */
export interface Program {
  readonly project: Project;
  readonly service: Service;
  readonly source: PythonSource;
}

const QUOTED = /"[^"\n]*"|'[^'\n]*'/g;
const LITERAL = /^[[(]\s*(?:(?:"[^"\n]*"|'[^'\n]*')\s*(?:,\s*|(?=[\])])))*[\])]$/;
/** `os.getenv("HOSTS", "a,b")`, `environ["HOSTS"]`, `env.list("HOSTS")`, `config("HOSTS", default="a,b", cast=Csv())`. */
const READ =
  /(?:\b(?:os\.)?(?:getenv|environ\.get)\s*\(|\b(?:os\.)?environ\s*\[|\benv(?:\.list)?\s*\(|\bconfig\s*\()\s*["'](\w+)["']\s*(?:,\s*(?:default\s*=\s*)?(?:["']([^"'\n]*)["']|\[[^\]]*\])\s*)?(?:,\s*cast\s*=\s*Csv\(\s*\)\s*)?,?\s*[)\]]/;
const SPLIT = /\.split\(\s*(?:["']([^"']+)["'])?\s*\)/;
/** What may stand around a read variable without changing which values come out: `[h.strip() for h in … if h]`. */
const AROUND = /^(?:[\s[\](){}.\w]|,(?=\s*[)\]]|\s*$))*$/;

/** The strings of the expression between two offsets; undefined where it is not plain what comes out. */
export function readStringList(
  program: Program,
  [start, end]: readonly [number, number],
  depth = 0,
): StringList | undefined {
  const { code, text } = program.source;
  const from = start + (code.slice(start, end).length - code.slice(start, end).trimStart().length);
  const until = from + code.slice(from, end).trimEnd().length;
  if (LITERAL.test(code.slice(from, until))) return literalList(program.source, from, until);
  const name = /^(?:[\w.]+(?:\(\))?\.)?([A-Za-z_]\w*)$/.exec(text.slice(from, until))?.[1];
  if (name !== undefined) return depth === 0 ? namedList(program, name) : undefined;
  return variableList(program, from, text.slice(from, until));
}

/** From an offset to the end of the statement, or of the argument of a call. */
export function expressionEnd({ code }: PythonSource, start: number): number {
  let depth = 0;
  for (let at = start; at < code.length; at += 1) {
    const character = code[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (depth < 0 || (depth === 0 && (character === '\n' || character === ','))) return at;
  }
  return code.length;
}

function literalList(source: PythonSource, from: number, until: number): StringList {
  const { code, text, file } = source;
  const items = [...code.slice(from, until).matchAll(QUOTED)].map(({ 0: { length }, index }) => ({
    offset: from + index,
    written: text.slice(from + index, from + index + length),
  }));
  const last = items.at(-1);
  const add = (values: readonly string[]): Edit => {
    const quote = last?.written[0] ?? '"';
    const added = values.map((value) => `${quote}${value}${quote}`);
    if (last === undefined)
      return {
        do: 'replace-text',
        file,
        offset: from,
        expect: text[from] ?? '',
        text: (text[from] ?? '') + added.join(', '),
      };
    const { offset, written } = last;
    const indent = /\n([ \t]+)$/.exec(text.slice(from, offset))?.[1];
    // Before the last item where each has its line: what is said behind that one stays behind it.
    const whole =
      indent === undefined ? [written, ...added].join(', ') : [...added, written].join(`,\n${indent}`);
    return { do: 'replace-text', file, offset, expect: written, text: whole };
  };
  return { values: items.map(({ written }) => written.slice(1, -1)), at: source.placeOf(from), add };
}

function variableList(
  { project, service, source }: Program,
  from: number,
  expression: string,
): StringList | undefined {
  const read = READ.exec(expression);
  const [whole = '', name = '', text] = read ?? [];
  const split = SPLIT.exec(expression);
  const listed = /^env\.list|^config[^]*\bCsv\(/.test(whole);
  const rest = expression.replace(whole, '').replace(split?.[0] ?? '', '');
  if (read === null || (split === null && !listed) || !AROUND.test(rest)) return undefined;
  const entry = service.environment.findLast(({ key }) => key === name);
  if (entry === undefined && isSetElsewhere({ project, service }, name)) return undefined;
  // A list as default is not read.
  const unset = whole.includes('default=[') ? undefined : (text ?? '');
  const value = entry === undefined ? unset : entry.value;
  if (value === undefined) return undefined;
  const separator = split === null ? ',' : (split[1] ?? ' ');
  const values = value
    .split(separator)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return {
    values,
    at: entry?.at ?? source.placeOf(from),
    add: (added) =>
      variableEdit(
        project,
        service,
        { name, entry },
        (old) => [old, ...added].filter((one) => one !== '').join(separator),
        value,
      ),
  };
}

/** In the image, in a start script, or in a .env file that the program may load by itself. */
function isSetElsewhere({ project, service }: Pick<Program, 'project' | 'service'>, name: string): boolean {
  const word = new RegExp(String.raw`\b${name}\b`, 'i');
  return (
    project.envFiles.some(({ text }) => word.test(text)) ||
    sourcesOf(project, service).some((file) => !file.endsWith('.py') && word.test(project.read(file) ?? ''))
  );
}

/**
 * Where the value is a variable of Compose with a default, the default is changed, or the line of .env that sets it; where that is
 * named in other places too, the value is added to behind it.
 */
function variableEdit(
  project: Project,
  service: Service,
  { name, entry }: { readonly name: string; readonly entry: EnvEntry | undefined },
  changed: (old: string) => string | undefined,
  value: string,
): Edit | undefined {
  const inPlace = (): Edit | undefined => {
    const text = changed(value);
    return text === undefined ? undefined : withVariable(project, service, name, text);
  };
  if (entry?.raw.includes('$') !== true) return inPlace();
  const [, variable = '', dash, unset = ''] = /^\$\{?(\w+)(?:(:?-)([^}$]*))?\}?$/.exec(entry.raw) ?? [];
  const inEnvFile = entry.from === 'env-file';
  if (variable !== '' && !inEnvFile && isUsedTwice(project, variable)) {
    const text = changed(entry.raw);
    return text === undefined ? undefined : inEnvironment(service, name, text);
  }
  const env = project.envFiles.find(({ file }) => file === '.env');
  if (env?.lines.some(({ key }) => key === variable) === true) return inPlace();
  const unsetToo = changed(unset);
  return dash === undefined || inEnvFile || unsetToo === undefined
    ? undefined
    : inEnvironment(service, name, `\${${variable}${dash}${unsetToo}}`);
}

/** A setting that another name stands for: set once in all sources; of a settings class its variable comes first. */
function namedList({ project, service }: Program, name: string): StringList | undefined {
  const assignment = new RegExp(`^[ \\t]*${name}[ \\t]*(:[^=\\n]+)?=(?!=)`, 'gm');
  const found = sourcesOf(project, service)
    .filter((file) => file.endsWith('.py'))
    .flatMap((file) => {
      const source = readPython(file, project.read(file) ?? '');
      return [...source.code.matchAll(assignment)].flatMap((match) => {
        const start = match.index + match[0].length;
        const range = [start, expressionEnd(source, start)] as const;
        // `name=value,` on a line of its own is an argument of a call.
        return /[,)]/.test(source.code[range[1]] ?? '') ? [] : [{ source, match, range }];
      });
    });
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  const { source, match, range } = only;
  const list = readStringList({ project, service, source }, range, 1);
  if (match[1] === undefined || !/\bBaseSettings\b/.test(source.code)) return list;
  const upper = name.toUpperCase();
  const entries = service.environment.filter(
    ({ key }) => key.toUpperCase() === upper || key.toUpperCase().endsWith(`_${upper}`),
  );
  const [entry] = entries;
  if (entry === undefined) return isSetElsewhere({ project, service }, name) ? undefined : list;
  return entries.length > 1 ? undefined : jsonList(project, service, entry);
}

/** pydantic-settings reads a list as JSON. */
function jsonList(project: Project, service: Service, entry: EnvEntry): StringList | undefined {
  const text = entry.value ?? '';
  const values = jsonStrings(text);
  if (values === undefined) return undefined;
  return {
    values,
    at: entry.at,
    add: (added) =>
      variableEdit(
        project,
        service,
        { name: entry.key, entry },
        (old) => {
          const before = jsonStrings(old);
          return before === undefined ? undefined : JSON.stringify([...before, ...added]);
        },
        text,
      ),
  };
}

function jsonStrings(text: string): readonly string[] | undefined {
  return /^\s*\[\s*(?:"[^"\\]*"\s*(?:,\s*(?=")|(?=\])))*\]\s*$/.test(text)
    ? [...text.matchAll(/"([^"]*)"/g)].map(([, value = '']) => value)
    : undefined;
}
