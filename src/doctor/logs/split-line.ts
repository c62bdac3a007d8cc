import { lineTime } from './line-time.ts';

/** A line of a log, apart from what Compose, Docker or journald put before it. */
export interface SplitLine {
  /** What stood before Compose's `|`: `redis-1`, `redis_1`, or a container's own name. */
  readonly label: string | undefined;
  readonly time: Date | undefined;
  readonly text: string;
}

/** Compose pads labels to the longest one: `redis-1       | `. */
const PREFIX = /^([\w.-]{1,100}) *\| ?/;
/** What `docker compose logs -t` puts before each line; nothing else writes nine digits. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z ?/;
/** `journalctl -o short-iso-precise`: time, host, program[pid]. */
const JOURNAL = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:?\d\d) \S+ ([\w.@/-]+?)(?:\[\d+\])?: /;
// oxlint-disable-next-line no-control-regex -- colours are what it is about
const COLOUR = /\u001b\[[\d;]*m/g;

/** Splits a line of `docker compose logs`, of Docker's json-file driver, of journald, or of a program's own log. */
export function splitLine(raw: string): SplitLine {
  const line = raw.replaceAll(COLOUR, '').replace(/\r$/, '');
  if (line.startsWith('{"log":')) return splitJson(line);
  const prefix = PREFIX.exec(line);
  const label = prefix?.[1];
  const rest = prefix === null ? line : line.slice(prefix[0].length);
  const stamp = STAMP.exec(rest)?.[0];
  if (stamp !== undefined) return { label, time: lineTime(stamp), text: rest.slice(stamp.length) };
  const journal = JOURNAL.exec(rest);
  if (journal !== null)
    return {
      label: label ?? journal[2],
      time: lineTime(journal[1] ?? ''),
      text: rest.slice(journal[0].length),
    };
  return { label, time: lineTime(rest), text: rest };
}

/** `{"log":"text\n","stream":"stderr","time":"2026-…Z"}`; a line that was cut short is taken as it is. */
function splitJson(line: string): SplitLine {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return { label: undefined, time: lineTime(line.slice(-80)), text: line };
  }
  const fields = new Map(typeof data === 'object' && data !== null ? Object.entries(data) : []);
  const text = String(fields.get('log') ?? '').trimEnd();
  return { label: undefined, time: lineTime(String(fields.get('time') ?? '')) ?? lineTime(text), text };
}
