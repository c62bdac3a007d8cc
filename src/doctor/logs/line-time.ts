const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** How programs write the time of a line. Named groups: `y`, `mon` (number or name), `d`, `h`, `mi`, `s`, `f` (fraction), `z` (zone). */
const FORMS: readonly RegExp[] = [
  // Compose -t, Prometheus (`ts=`, `time=`), Qdrant, journald: 2026-11-22T05:01:56.123456789Z
  // Python's logging (`2026-11-22 05:01:56,123`) and PostgreSQL (`2026-11-22 05:01:56.123 UTC`)
  /(?<y>\d{4})-(?<mon>\d\d)-(?<d>\d\d)[T ](?<h>\d\d):(?<mi>\d\d):(?<s>\d\d)(?:[.,](?<f>\d{1,9}))? ?(?<z>Z|UTC|GMT|[+-]\d\d:?\d\d)?/,
  // Redis: 31349:M 21 Nov 2026 23:57:20.196 # …
  /\b(?<d>\d{1,2}) (?<mon>[A-Z][a-z]{2}) (?<y>\d{4}) (?<h>\d\d):(?<mi>\d\d):(?<s>\d\d)(?:\.(?<f>\d{1,9}))?/,
  // nginx's error log: 2026/11/22 05:01:56 [error]
  /(?<y>\d{4})\/(?<mon>\d\d)\/(?<d>\d\d) (?<h>\d\d):(?<mi>\d\d):(?<s>\d\d)/,
  // nginx's and Apache's access log: [22/Nov/2026:05:01:56 +0000]
  /\[(?<d>\d{1,2})\/(?<mon>[A-Z][a-z]{2})\/(?<y>\d{4}):(?<h>\d\d):(?<mi>\d\d):(?<s>\d\d) (?<z>[+-]\d{4})\]/,
];

/** A time stands within so many characters of a line's start; further in it belongs to what the line is about. */
const WITHIN = 160;

/**
 * The time that a line tells, of the first form found. Without a zone it is taken for UTC, as containers run; distances between
 * lines of one program are right in any case.
 */
export function lineTime(line: string): Date | undefined {
  const head = line.slice(0, WITHIN);
  for (const pattern of FORMS) {
    const groups = pattern.exec(head)?.groups;
    const time = groups === undefined ? undefined : timeOf(groups);
    if (time !== undefined) return time;
  }
  return undefined;
}

function timeOf(groups: Readonly<Record<string, string | undefined>>): Date | undefined {
  const number = (name: string): number => Number(groups[name] ?? Number.NaN);
  const mon = groups['mon'] ?? '';
  const month = /^\d/.test(mon) ? Number(mon) - 1 : MONTHS.indexOf(mon.toLowerCase());
  const ms = Number((groups['f'] ?? '').slice(0, 3).padEnd(3, '0'));
  const utc = Date.UTC(number('y'), month, number('d'), number('h'), number('mi'), number('s'), ms);
  const time = new Date(utc - offsetMs(groups['z']));
  return month < 0 || Number.isNaN(time.getTime()) ? undefined : time;
}

/** `+0200` and `+02:00` in ms; 0 for Z, UTC and none. */
function offsetMs(zone: string | undefined): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '');
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}
