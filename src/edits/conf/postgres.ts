import type { ConfEdit } from '../edit.ts';
import { Refusal } from '../edit-refused.ts';
import { afterLast, type SettingLine, withLine, withoutLines, withValue } from '../line-edits.ts';
import { lineAfter } from '../lines.ts';

export interface PostgresLine extends SettingLine {
  /** In lower case: names are compared so. */
  readonly key: string;
}

/** `name value` and `name = value` with a quoted or bare value, as the server's guc-file.l reads a line. */
const LINE =
  /^([ \t]*)([A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)?)([ \t]*=[ \t]*|[ \t]+)('(?:[^'\\\r\n]|''|\\.)*'|[^\s#'=][^\s#']*)[ \t]*(?:#.*)?\r?$/gm;

/** Every setting of a postgresql.conf in order; the last of one name wins. Includes are settings too. */
export function readPostgresConf(text: string): readonly PostgresLine[] {
  return [...text.matchAll(LINE)].map((match) => {
    const [, indent = '', name = '', between = '', raw = ''] = match;
    const start = match.index + indent.length;
    const valueStart = start + name.length + between.length;
    return {
      key: name.toLowerCase(),
      value: raw.startsWith("'") ? unquoted(raw) : raw,
      start,
      valueStart,
      valueEnd: valueStart + raw.length,
    };
  });
}

export function editPostgres(text: string, edit: ConfEdit): string {
  if (!/^[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)?$/.test(edit.key))
    throw new Refusal('That is no name of a parameter.');
  const lines = readPostgresConf(text).filter(({ key }) => key === edit.key.toLowerCase());
  if (edit.do === 'remove-conf') return withoutLines(text, lines);
  const winner = lines.at(-1);
  if (winner !== undefined) {
    if (winner.value === edit.value) return text;
    return withValue(text, winner, quotePostgres(edit.value, text.charAt(winner.valueStart) === "'"));
  }
  const line = `${edit.key} = ${quotePostgres(edit.value, false)}`;
  return withLine(text, afterSample(text, edit.key), line, edit.comment);
}

/** Below the commented default that initdb writes (`#max_connections = 100`), else after the last setting. */
function afterSample(text: string, key: string): number {
  const sample = [...text.matchAll(/^#([A-Za-z_][\w.]*)[ \t]*=/gm)].findLast(([, name]) => name === key);
  return sample === undefined ? afterLast(text, readPostgresConf(text)) : lineAfter(text, sample.index);
}

function unquoted(raw: string): string {
  return raw.slice(1, -1).replaceAll(/''|\\([0-7]{1,3}|.)/g, (all, escaped?: string) => {
    if (escaped === undefined) return "'";
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8));
    return { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[escaped] ?? escaped;
  });
}

/** Numbers with units and simple words go bare, unless the present value is quoted. */
function quotePostgres(value: string, quoted: boolean): string {
  if (!quoted && /^(?:[A-Za-z][\w.:/-]*|[+-]?\d+[A-Za-z]*|[+-]?\d*\.\d+)$/.test(value)) return value;
  return `'${value.replaceAll('\\', String.raw`\\`).replaceAll("'", "''")}'`;
}
