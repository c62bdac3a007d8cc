import type { Project } from '../../../project/project.ts';
import { nginxDirectives, type NginxPlace } from './nginx-files.ts';

/** What nginx knows of a request when it decides on a condition. */
export interface AskedOf {
  readonly path: string;
  /** `q=java`; empty where there are none. */
  readonly args: string;
  readonly userAgent: string;
}

/** Names that a search usually has. */
const SEARCH_ARGUMENT = /^\$arg_(?:q|s|query|search|term|keywords?)$/;

/** The status with which an `if` refuses requests; undefined for one that does something else. */
export function refusalOf({ directive }: NginxPlace): string | undefined {
  const status = directive.children?.find(({ words }) => words[0] === 'return')?.words[1];
  return directive.words[0] === 'if' && /^[45]\d\d$/.test(status ?? '') ? status : undefined;
}

/**
 * Where it is decided that the condition of an `if` holds for a request: the `if` itself, an entry of a map, or another `if` that
 * sets the variable. Undefined where it does not hold, or turns on what is not known here (nginx manual, ngx_http_rewrite_module
 * and ngx_http_map_module).
 */
export function decidedAt(project: Project, condition: NginxPlace, asked: AskedOf): NginxPlace | undefined {
  const { variable, operator, operand } = partsOf(condition);
  const { value, at } = valueOf(project, condition, variable, asked);
  if (value === undefined) return undefined;
  return holds(value, operator, operand) ? (at ?? condition) : undefined;
}

/** Whether the condition has an expression that only nginx itself can try. */
export function isUnreadable(condition: NginxPlace): boolean {
  const { operator, operand } = partsOf(condition);
  return operator.includes('~') && expressionOf(operand, '') === undefined;
}

/** `if ($variable ~* "a b")`. */
function partsOf({ directive: { words } }: NginxPlace): {
  readonly variable: string;
  readonly operator: string;
  readonly operand: string;
} {
  const written = words.slice(1).join(' ');
  const [, variable = '', operator = '', operand = ''] =
    /^\(\s*(\$\w+)\s*(!?~\*?|!?=)?\s*(.*?)\s*\)$/s.exec(written) ?? [];
  return { variable, operator, operand };
}

function holds(value: string, operator: string, operand: string): boolean {
  if (operator === '') return value !== '' && value !== '0';
  if (operator.endsWith('=')) return (value === operand) !== operator.startsWith('!');
  const expression = expressionOf(operand, operator.endsWith('*') ? 'i' : '');
  return expression !== undefined && expression.test(value) !== operator.startsWith('!');
}

/** PCRE as JavaScript reads it; undefined for what only PCRE knows. */
function expressionOf(pattern: string, flags: string): RegExp | undefined {
  const inline = pattern.startsWith('(?i)');
  try {
    return new RegExp(inline ? pattern.slice(4) : pattern, inline ? 'i' : flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

interface Value {
  readonly value: string | undefined;
  /** What gave it, where a person would edit that. */
  readonly at?: NginxPlace;
}

function valueOf(project: Project, near: NginxPlace, variable: string, asked: AskedOf): Value {
  const known: Readonly<Record<string, string>> = {
    $http_user_agent: asked.userAgent,
    $request_uri: asked.args === '' ? asked.path : `${asked.path}?${asked.args}`,
    $uri: asked.path,
    $args: asked.args,
    $query_string: asked.args,
  };
  if (known[variable] !== undefined) return { value: known[variable] };
  if (SEARCH_ARGUMENT.test(variable)) return { value: asked.args.replace(/^\w+=/, '') };
  const own = nginxDirectives(project).filter(({ file }) => file.service === near.file.service);
  const map = own.find(({ directive: { words } }) => words[0] === 'map' && words[2] === variable);
  const source = known[map?.directive.words[1] ?? ''];
  if (map !== undefined) return source === undefined ? { value: undefined } : mapped(own, map, source);
  return assigned(project, own, near, variable, asked);
}

/** The exact entry, else the first expression that matches, else the default. */
function mapped(own: readonly NginxPlace[], { directive: map }: NginxPlace, source: string): Value {
  const entries = own.filter(({ around }) => around.at(-1) === map);
  const first = (matches: (word: string) => boolean): NginxPlace | undefined =>
    entries.find(({ directive }) => matches(directive.words[0] ?? ''));
  const at =
    first((word) => word.toLowerCase() === source.toLowerCase()) ??
    first((word) => {
      const [, any, pattern] = /^~(\*?)(.*)$/s.exec(word) ?? [];
      return pattern !== undefined && expressionOf(pattern, any === '*' ? 'i' : '')?.test(source) === true;
    }) ??
    first((word) => word === 'default');
  return at === undefined ? { value: '' } : { value: at.directive.words[1] ?? '', at };
}

/** By a `set` inside another `if` of the same server whose condition holds. */
function assigned(
  project: Project,
  own: readonly NginxPlace[],
  near: NginxPlace,
  variable: string,
  asked: AskedOf,
): Value {
  const server = near.around.find(({ words }) => words[0] === 'server');
  const others = own.filter(
    (one) =>
      one.directive !== near.directive &&
      one.directive.words[0] === 'if' &&
      one.around.find(({ words }) => words[0] === 'server') === server &&
      // One that turns on the variable itself would ask for ever.
      !one.directive.words.join(' ').includes(variable),
  );
  for (const other of others) {
    const value = other.directive.children?.find(({ words }) => words[0] === 'set' && words[1] === variable)
      ?.words[2];
    const at = value === undefined ? undefined : decidedAt(project, other, asked);
    if (value !== undefined && at !== undefined) return { value, at };
  }
  return { value: undefined };
}
