import type { Check, LogPattern } from '../check.ts';
import { type HitLine, createLineScanner } from './line-scanner.ts';
import { searchLiterals } from './literal-search.ts';
import type { LogEvidence } from './log-evidence.ts';
import type { LogProblem, LogSource } from './log-source.ts';
import { type LogTally, createLogTally, NO_MATCH } from './log-tally.ts';
import { splitLine } from './split-line.ts';

/** Longest line that is kept of a match. */
const SHOWN = 500;

export interface ReadLogsOptions {
  /** The service behind a label of Compose (`redis-1`) or a container's name; undefined for a stranger's. */
  readonly serviceOf: (label: string) => string | undefined;
  /** Why there may be no log of a service, where no source was given at all. */
  readonly noneBecause?: string;
  readonly signal?: AbortSignal;
}

export interface ReadLogs {
  readonly evidence: LogEvidence;
  readonly problems: readonly LogProblem[];
}

interface Wanted {
  readonly pattern: LogPattern;
  readonly tally: LogTally;
}

/**
 * Reads every source once for the patterns of all checks, in memory that does not depend on their length: raw bytes are searched
 * for the literals, and only a line that holds one is decoded. A source that fails is a problem; what it gave before counts.
 */
export async function readLogs(
  sources: readonly LogSource[],
  checks: readonly Check[],
  { serviceOf, noneBecause = 'no log was given', signal }: ReadLogsOptions,
): Promise<ReadLogs> {
  const tallies = new Map<string, LogTally>();
  const wanted = wantedLines(checks, tallies);
  const literals = [...wanted.keys()];
  const search = searchLiterals(literals);
  const seen = new Set<string>();
  const problems: LogProblem[] = [];
  for (const source of sources) {
    if (source.service !== undefined) seen.add(source.service);
    const onLabel = (label: string): void => {
      const service = source.service ?? serviceOf(label);
      if (service !== undefined) seen.add(service);
    };
    const onLine = (line: HitLine): void => {
      const { label, time, text } = splitLine(line.raw);
      const service = source.service ?? (label === undefined ? undefined : serviceOf(label));
      if (service !== undefined) seen.add(service);
      const match = { service, time, source: source.name, lineNumber: line.lineNumber };
      for (const literal of line.literals)
        for (const { pattern, tally } of wanted.get(literals[literal] ?? '') ?? []) {
          const groups =
            pattern.pattern === undefined
              ? {}
              : (pattern.pattern.exec(text)?.groups ?? matched(pattern.pattern, text));
          if (groups !== undefined)
            tally.add({ ...match, line: text.slice(0, SHOWN), groups: definedOf(groups) });
        }
    };
    const scanner = createLineScanner(search, { onLine, onLabel });
    try {
      for await (const bytes of source.chunks(signal)) scanner.push(bytes);
    } catch (error) {
      signal?.throwIfAborted();
      problems.push({ source: source.name, message: error instanceof Error ? error.message : String(error) });
    }
    scanner.end();
  }
  return { evidence: evidenceOf(sources, { tallies, seen, noneBecause, problems }), problems };
}

/** No groups where the pattern has none but fits; undefined where it does not fit. */
function matched(pattern: RegExp, text: string): Record<string, string> | undefined {
  return pattern.test(text) ? {} : undefined;
}

function definedOf(groups: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Patterns by literal; several checks may look for the same line. */
function wantedLines(checks: readonly Check[], tallies: Map<string, LogTally>): Map<string, Wanted[]> {
  const wanted = new Map<string, Wanted[]>();
  for (const { id, logs = [] } of checks)
    for (const pattern of logs) {
      const tally = createLogTally();
      tallies.set(`${id} ${pattern.name}`, tally);
      wanted.set(pattern.literal, [...(wanted.get(pattern.literal) ?? []), { pattern, tally }]);
    }
  return wanted;
}

function evidenceOf(
  sources: readonly LogSource[],
  told: {
    readonly tallies: ReadonlyMap<string, LogTally>;
    readonly seen: ReadonlySet<string>;
    readonly noneBecause: string;
    readonly problems: readonly LogProblem[];
  },
): LogEvidence {
  const failed = new Set(told.problems.map(({ source }) => source));
  const [problem] = told.problems;
  /** A log whose lines name no service speaks for any of them. */
  const nameless = sources.some(({ name }) => !failed.has(name)) && told.seen.size === 0;
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
