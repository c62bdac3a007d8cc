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
const VARIABLE = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{(?:([_a-z][_a-z0-9]*(?::?[-+?][^\n]*)?)\}|()))/i;

const OPERATORS = [':?', '?', ':-', '-', ':+', '+'] as const;
type Operator = (typeof OPERATORS)[number];

/** More than any person writes: beyond it, braces that nothing closes would take quadratic time. */
const MAX_VARIABLES = 1000;
/** Of defaults within defaults; the stack ends at some hundred. */
const MAX_DEPTH = 50;

class Refused extends Error {}

/** Replaces the variables of a value as Compose does, with every oddity of its parser. */
export function interpolate(template: string, lookup: Lookup): Interpolated {
  if (!template.includes('$')) return { value: template, unset: [], refused: undefined };
  const substitution = new Substitution(lookup);
  try {
    if (template.split('${', MAX_VARIABLES + 2).length > MAX_VARIABLES + 1)
      throw new Refused(`it names more than ${MAX_VARIABLES} variables`);
    return { value: substitution.of(template, 0), unset: substitution.unset, refused: undefined };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { value: template, unset: substitution.unset, refused: error.message };
  }
}

class Substitution {
  readonly unset: string[] = [];
  readonly #lookup: Lookup;

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  /** An expression reaches to the last brace of its line; what follows its own closing brace is read again. */
  of(template: string, depth: number): string {
    if (depth > MAX_DEPTH) throw new Refused(`it nests more than ${MAX_DEPTH} variables`);
    const variable = new RegExp(VARIABLE, 'gi');
    let result = '';
    let done = 0;
    for (let match = variable.exec(template); match !== null; match = variable.exec(template)) {
      const end = closingBrace(match[0]);
      const own = end === -1 ? match[0] : match[0].slice(0, end + 1);
      result += template.slice(done, match.index) + this.#one(own, firstOperator(match[0]), depth);
      done = match.index + own.length;
      variable.lastIndex = done;
    }
    return result + template.slice(done);
  }

  #one(own: string, operator: Operator | undefined, depth: number): string {
    const groups = VARIABLE.exec(own);
    if (groups?.[1] !== undefined) return '$';
    const braced = groups?.[3];
    const content = groups?.[2] ?? braced ?? '';
    if (content === '') throw new Refused('the template is not well formed: write `$$` for a dollar sign');
    if (braced !== undefined && operator !== undefined && braced.includes(operator)) {
      const at = braced.indexOf(operator);
      const argument = this.of(braced.slice(at + operator.length), depth + 1);
      return this.#choose(operator, braced.slice(0, at), argument);
    }
    const value = this.#lookup(content);
    if (value === undefined) this.unset.push(content);
    return value ?? '';
  }

  #choose(operator: Operator, name: string, argument: string): string {
    const value = this.#lookup(name);
    const present = value !== undefined && !(operator.startsWith(':') && value === '');
    if (operator.endsWith('-')) return present ? value : argument;
    if (operator.endsWith('+')) return present ? argument : (value ?? '');
    if (present) return value;
    this.unset.push(name);
    throw new Refused(`the required variable ${name} is missing a value`);
  }
}

/** The one that stands first in the match, as Compose picks it before it looks for the closing brace. */
function firstOperator(match: string): Operator | undefined {
  let best: Operator | undefined;
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
