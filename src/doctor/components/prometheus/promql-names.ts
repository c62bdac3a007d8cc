/** Words of PromQL that are no metric (Prometheus documentation, Operators and Expression language basics). */
const KEYWORDS = new Set(
  'and or unless by without on ignoring group_left group_right bool offset start end atan2 inf nan'.split(
    ' ',
  ),
);

/**
 * The metrics that an expression reads: no functions, labels, strings or durations. What stands in absent() is left out: it is
 * meant to be missing.
 */
export function metricsOf(expression: string): readonly string[] {
  const bare = expression
    .replaceAll(/#[^\n]*/g, ' ')
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""')
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ')
    .replaceAll(/\babsent(?:_over_time)?\s*\([^()]*\)/g, ' ')
    .replaceAll(/\boffset\s+-?\w+/gi, ' ');
  const words = bare.matchAll(/(?<![\w:.])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g);
  return [...new Set([...words].map(([word]) => word).filter((word) => !KEYWORDS.has(word.toLowerCase())))];
}
