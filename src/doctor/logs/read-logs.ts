import type { Check, LogPattern } from '../check.ts';
import { type HitLine, createLineScanner } from './line-scanner.ts';
import { searchLiterals } from './literal-search.ts';
import type { LogEvidence } from './log-evidence.ts';
import type { LogProblem, LogSource } from './log-source.ts';
import { type LogTally, createLogTally, NO_MATCH } from './log-tally.ts';
import { splitLine } from './split-line.ts';

/** Longest line that is kept of a match. */
const SHOWN = 500;
/** A time without a zone is taken for UTC. Where this machine is west of it, such a line may be younger than it looks by so much. */
const WEST_MS = Math.max(0, new Date().getTimezoneOffset()) * 60_000;

export interface ReadLogsOptions {
  /** The service behind a label of Compose (`redis-1`) or a container's name; undefined for a stranger's. */
  readonly serviceOf: (label: string) => string | undefined;
  /** Why there may be no log of a service, where no source was given at all. */
  readonly noneBecause?: string;
  /** By a check's id: what a line says of an earlier time is past for this check. */
  readonly repairedAt?: ReadonlyMap<string, Date>;
  readonly signal?: AbortSignal;
}

export interface ReadLogs {
  readonly evidence: LogEvidence;
  readonly problems: readonly LogProblem[];
}

interface Wanted {
  readonly id: string;
  readonly pattern: LogPattern;
  /** Lines before it are past. */
  readonly from: number;
  readonly tally: LogTally;
}

/**
 * Reads every source once for the patterns of all checks, in memory that does not depend on their length: raw bytes are searched
 * for the literals, and only a line that holds one is decoded. A source that fails is a problem; what it gave before counts.
 */
export async function readLogs(
  sources: readonly LogSource[],
  checks: readonly Check[],
  options: ReadLogsOptions,
): Promise<ReadLogs> {
  const { serviceOf, noneBecause = 'no log was given', signal } = options;
  const tallies = new Map<string, LogTally>();
  const wanted = wantedLines(checks, tallies, options.repairedAt ?? new Map<string, Date>());
  const literals = [...wanted.keys()];
  const search = searchLiterals(literals);
  const seen = new Set<string>();
  const problems: LogProblem[] = [];
  const undated = new Map<string, Undated>();
  /** There is a log whose lines name no service: it speaks for any of them. */
  let nameless = false;
  for (const source of sources) {
    if (source.service !== undefined) seen.add(source.service);
    let labelled = source.service !== undefined;
    let bytesRead = 0;
    const scanner = createLineScanner(search, {
      onLabel: (label) => {
        const service = source.service ?? serviceOf(label);
        if (service === undefined) return;
        labelled = true;
        seen.add(service);
      },
      onLine: (line) => {
        const service = tallyLine(line, source, {
          serviceOf,
          undated,
          wanted: [...line.literals].flatMap((literal) => wanted.get(literals[literal] ?? '') ?? []),
        });
        if (service !== undefined) seen.add(service);
      },
    });
    try {
      for await (const bytes of source.chunks(signal)) {
        bytesRead += bytes.length;
        scanner.push(bytes);
      }
    } catch (error) {
      signal?.throwIfAborted();
      problems.push({ source: source.name, message: error instanceof Error ? error.message : String(error) });
    }
    scanner.end();
    if (!labelled && bytesRead > 0) nameless = true;
  }
  return {
    evidence: evidenceOf(sources, { tallies, seen, nameless, noneBecause, problems }),
    problems: [...problems, ...[...undated.values()].map(undatedProblem)],
  };
}

/** Adds a line to the patterns that it fits, and tells whose line it is. */
function tallyLine(
  { raw, lineNumber }: HitLine,
  source: LogSource,
  {
    serviceOf,
    wanted,
    undated,
  }: {
    serviceOf: ReadLogsOptions['serviceOf'];
    wanted: readonly Wanted[];
    undated: Map<string, Undated>;
  },
): string | undefined {
  const split = splitLine(raw);
  const labelled = split.label === undefined ? undefined : serviceOf(split.label);
  const service = source.service ?? labelled;
  // What stands before a bar and is no service is part of the line.
  const text = split.label === undefined || labelled !== undefined ? split.text : raw;
  const match = { service, time: split.time, source: source.name, lineNumber, line: text.slice(0, SHOWN) };
  for (const { id, pattern, tally, from } of wanted) {
    if (split.time !== undefined && split.time.getTime() + WEST_MS < from) continue;
    const groups = pattern.pattern === undefined ? {} : groupsOf(pattern.pattern, text);
    if (groups === undefined) continue;
    tally.add({ ...match, groups });
    if (split.time !== undefined || from === -Infinity) continue;
    const key = `${source.name}\0${id}`;
    undated.set(key, { id, source: source.name, from, count: (undated.get(key)?.count ?? 0) + 1 });
  }
  return service;
}

/** Lines that count, though nothing tells whether they were written before a repair or after it. */
interface Undated {
  readonly id: string;
  readonly source: string;
  readonly from: number;
  readonly count: number;
}

function undatedProblem({ id, source, from, count }: Undated): LogProblem {
  const lines = count === 1 ? 'a line that has' : `${count} lines that have`;
  return {
    source,
    message: `${id} counts ${lines} no time: repaired at ${new Date(from).toISOString()}, it cannot be told whether they are older. Give a log with times (docker compose logs --timestamps), or one from after that.`,
  };
}

/** The named groups that took part; undefined where the pattern does not fit. */
function groupsOf(pattern: RegExp, text: string): Record<string, string> | undefined {
  const match = pattern.exec(text);
  return match === null
    ? undefined
    : Object.fromEntries(
        Object.entries(match.groups ?? {}).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      );
}

/** Patterns by literal; several checks may look for the same line. */
function wantedLines(
  checks: readonly Check[],
  tallies: Map<string, LogTally>,
  repairedAt: ReadonlyMap<string, Date>,
): Map<string, Wanted[]> {
  const wanted = new Map<string, Wanted[]>();
  for (const { id, logs = [] } of checks) {
    const from = repairedAt.get(id)?.getTime() ?? -Infinity;
    for (const pattern of logs) {
      const tally = createLogTally();
      tallies.set(`${id} ${pattern.name}`, tally);
      wanted.set(pattern.literal, [...(wanted.get(pattern.literal) ?? []), { id, pattern, tally, from }]);
    }
  }
  return wanted;
}

function evidenceOf(
  sources: readonly LogSource[],
  told: {
    readonly tallies: ReadonlyMap<string, LogTally>;
    readonly seen: ReadonlySet<string>;
    readonly nameless: boolean;
    readonly noneBecause: string;
    readonly problems: readonly LogProblem[];
  },
): LogEvidence {
  const [problem] = told.problems;
  const { nameless } = told;
  return {
    observed: (service) => {
      if (service === undefined ? told.seen.size > 0 || nameless : told.seen.has(service) || nameless)
        return { seen: true };
      if (sources.length === 0) return { seen: false, why: told.noneBecause };
      if (problem !== undefined) return { seen: false, why: `${problem.source}: ${problem.message}` };
      return { seen: false, why: `no line of ${service ?? 'any service'} is in the logs` };
    },
    summary: (check, pattern) => told.tallies.get(`${check} ${pattern}`)?.summary() ?? NO_MATCH,
  };
}
