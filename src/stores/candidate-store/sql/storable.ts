/** NUL and lone surrogates, which PostgreSQL cannot hold, as JSON.stringify writes them. */
const ESCAPED = /\\u(?:0000|d[89ab][0-9a-f]{2}|d[c-f][0-9a-f]{2})/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** JSON that jsonb takes: NUL becomes a space and a lone surrogate U+FFFD, where each would fail the whole batch. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!ESCAPED.test(json)) return json;
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' ? storableText(member) : member,
  );
}

/** The same for one text. Keeps its length, so that spans hold. */
export function storableText(text: string): string {
  return text.replaceAll(LONE_SURROGATE, '\uFFFD').replaceAll('\0', ' ');
}
