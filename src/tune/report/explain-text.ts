import type { Sink } from '../../lib/io.ts';
import type { Explanation } from '../../sizing/explain.ts';
import { type Origin, shown } from '../../sizing/quantity.ts';
import { wrap } from '../../lib/wrap.ts';

/** Why settings have their values, for people. */
export function explainText(
  explanations: readonly Explanation[],
  { style, columns }: Pick<Sink, 'style' | 'columns'>,
): string {
  return explanations
    .map((one) => `${explanation(one, style, Math.min(columns, 120)).join('\n')}\n`)
    .join('\n');
}

function explanation(one: Explanation, style: Sink['style'], width: number): readonly string[] {
  const row = (name: string, text: string): readonly string[] =>
    wrap(`  ${name.padEnd(9)}  ${text}`, width, ' '.repeat(13));
  return [
    `${style.bold(one.id)} = ${String(one.written)}`,
    ...wrap(`  ${one.says}`, width, '  '),
    ...row('formula', one.formula),
    ...one.from.flatMap(({ label, quantity }) =>
      row('from', `${label}: ${shown(quantity)} (${originText(quantity.origin)})`),
    ),
    ...row('bound by', one.binding),
    ...row('too low', one.tooLow),
    ...row('too high', one.tooHigh),
    ...one.corrections.flatMap(({ asked, used, why, source }) =>
      row('instead of', `${asked}: ${used}. ${why} (${source})`),
    ),
    ...one.invariants.flatMap((ruling) =>
      ruling.judged ? row('checked', `${ruling.id}, ${ruling.subject}: ${ruling.says}`) : [],
    ),
    ...row('source', one.source),
  ];
}

/** `given: --users 500`, `default: …`: a default is never called anything else. */
export function originText(origin: Origin): string {
  const { kind, note, at } = origin;
  return `${kind}: ${note}${at === undefined ? '' : ` in ${at.file}:${at.line}`}`;
}
