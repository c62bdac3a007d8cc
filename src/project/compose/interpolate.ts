/** What a variable is worth where a template stands; undefined where nothing sets it. */
export type Lookup = (name: string) => string | undefined;

export interface Interpolated {
  readonly value: string;
  /** Names that nothing sets and that have no default, in order of appearance; Compose warns and uses the empty string. */
  readonly unset: readonly string[];
  /** Why Compose refuses the template; `value` is then the template itself. */
  readonly refused: string | undefined;
}

/** `$X`, `${X}`, `${X:-d}` with `-`, `?` and `+` in both forms, and `$$`. The same expression as compose-go 2.9 template/template.go. */
const VARIABLE = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{(?:([_a-z][_a-z0-9]*(?::?[-+?][^\n]*)?)\}|()))/gi;

const OPERATORS = [':?', '?', ':-', '-', ':+', '+'] as const;

/** More than any person writes; beyond it, nesting would exhaust the stack and open braces would take quadratic time. */
const MAX_VARIABLES = 1000;

class Refused extends Error {}

/** Replaces the variables of a value as Compose does, with every oddity of its parser. */
export function interpolate(template: string, lookup: Lookup): Interpolated {
  if (!template.includes('$')) return { value: template, unset: [], refused: undefined };
  const unset: string[] = [];
  if (template.split('${', MAX_VARIABLES + 2).length > MAX_VARIABLES + 1)
    return { value: template, unset, refused: `it names more than ${MAX_VARIABLES} variables` };
  try {
    return { value: substitute(template, lookup, unset), unset, refused: undefined };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { value: template, unset, refused: error.message };
  }
}

function substitute(template: string, lookup: Lookup, unset: string[]): string {
  return template.replaceAll(VARIABLE, (match: string) => replaceOne(match, lookup, unset));
}

/** A match reaches to the last brace of its line; what follows its own closing brace is a template again. */
function replaceOne(match: string, lookup: Lookup, unset: string[]): string {
  const operator = firstOperator(match);
  const end = closingBrace(match);
  const own = end === -1 ? match : match.slice(0, end + 1);
  const rest = end === -1 ? '' : match.slice(end + 1);
  const groups = new RegExp(VARIABLE.source, 'i').exec(own);
  if (groups?.[1] !== undefined) return '$';
  const named = groups?.[2];
  const braced = groups?.[3];
  const content = named ?? braced ?? '';
  if (content === '') throw new Refused('the template is not well formed: write `$$` for a dollar sign');
  if (braced !== undefined && operator !== undefined && braced.includes(operator)) {
    const at = braced.indexOf(operator);
    const value = applyOperator(
      operator,
      braced.slice(0, at),
      braced.slice(at + operator.length),
      lookup,
      unset,
    );
    return value + substitute(rest, lookup, unset);
  }
  const value = lookup(content);
  if (value === undefined) unset.push(content);
  return value ?? '';
}

function applyOperator(
  operator: (typeof OPERATORS)[number],
  name: string,
  argument: string,
  lookup: Lookup,
  unset: string[],
): string {
  const other = substitute(argument, lookup, unset);
  const value = lookup(name);
  const present = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  if (operator.endsWith('-')) return present ? (value ?? '') : other;
  if (operator.endsWith('+')) return present ? other : (value ?? '');
  if (present) return value ?? '';
  unset.push(name);
  throw new Refused(`the required variable ${name} is missing a value`);
}

/** The one that stands first in the match, as Compose picks it before it looks for the closing brace. */
function firstOperator(match: string): (typeof OPERATORS)[number] | undefined {
  let best: (typeof OPERATORS)[number] | undefined;
  for (const operator of OPERATORS) {
    const at = match.indexOf(operator);
    if (at !== -1 && (best === undefined || at < match.indexOf(best))) best = operator;
  }
  return best;
}

/** Steps over the character after an opening brace, as Compose does: `${}` has no closing brace. */
function closingBrace(text: string): number {
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '}') {
      open--;
      if (open === 0) return i;
    }
    if (text[i] === '{') {
      open++;
      i++;
    }
  }
  return -1;
}
