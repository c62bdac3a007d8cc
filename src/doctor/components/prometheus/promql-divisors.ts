/** A metric that an expression divides by as it is, though it may be 0. */
export interface Divisor {
  readonly metric: string;
  /** With its labels, as written. */
  readonly selector: string;
  /** Its labels choose among the series (`name!=""` does not), or several become one: a single 0 need not matter. */
  readonly some: boolean;
  /** The expression with the divisor left out where it is 0. */
  readonly guarded: string;
}

const LABELS = String.raw`(?:\s*\{[^{}]*\})?`;
const LIST = String.raw`\s*\([^()]*\)\s*`;
/** What may stand between the stroke and the metric: how to join, how to make one of several, brackets. */
const BETWEEN = String.raw`\/\s*(?:(?:on|ignoring)${LIST})?(?:group_(?:left|right)(?:${LIST})?\s*)?(?<one>(?:sum|avg|min|max)\s*(?<by>(?:by|without)${LIST})?)?[(\s]*`;
/** Labels of which each series has a value of its own: an exporter has one address, and cAdvisor tells of many containers from it. */
const EACH = /\bby\s*\([^()]*\b(?:instance|addr)\b/i;
const EACH_CONTAINER = /\bby\s*\([^()]*\b(?:name|id)\b/i;

/**
 * By which of these metrics, all at least 0, an expression divides so that a 0 makes it true: a share that is compared by `>`, or
 * what is left of it by `<`. None where the expression asks for the metric to be above 0, or bounds the share from above as well.
 */
export function dividedBy(expression: string, metrics: readonly string[]): readonly Divisor[] {
  return metrics.flatMap((metric) => {
    const selector = String.raw`${metric}(?![\w:])${LABELS}`;
    const asked = new RegExp(String.raw`(?<![\w:])${selector}[\s)]*(?:>|!=|==)\s*0(?![\d.])`);
    const match = new RegExp(`(${BETWEEN})(?<written>${selector})`, 'i').exec(expression);
    if (match === null || asked.test(expression)) return [];
    const { one, by = '', written = '' } = match.groups ?? {};
    const end = match.index + match[0].length;
    const [before, rest] = [expression.slice(0, end - written.length), expression.slice(end)];
    if (!firesAtInfinity(expression.slice(0, match.index), rest)) return [];
    const each = metric.startsWith('container_') ? EACH_CONTAINER : EACH;
    const alone = before.endsWith('(') && /^\s*\)/.test(rest);
    const grouped = by === '' ? (/^\s*\)\s*(by\s*\([^()]*\))/i.exec(rest)?.[1] ?? '') : by;
    return [
      {
        metric,
        selector: written,
        some: /[=!]/.test(withoutTrivial(written)) || (one !== undefined && !each.test(grouped)),
        guarded: before + (alone ? `${written} > 0` : `(${written} > 0)`) + rest,
      },
    ];
  });
}

/** `name!=""` and `name=~".+"` are true of everything that has a name. */
function withoutTrivial(selector: string): string {
  return selector.replaceAll(/\w+\s*(?:!=\s*(["'])\1|=~\s*(["'])\.\+\2)/g, '');
}

function firesAtInfinity(before: string, after: string): boolean {
  const [left, right] = [bare(before), bare(after)];
  const [first, ...more] = right.match(/[<>]/g) ?? [];
  const subtracted = /-\s*[\w(]/.test(left);
  return more.length === 0 && !/inf/i.test(right) && first === (subtracted ? '<' : '>');
}

/** Without labels and strings, which hold signs of their own. */
function bare(part: string): string {
  return part.replaceAll(/\{[^{}]*\}/g, '').replaceAll(/"[^"]*"|'[^']*'/g, '');
}
