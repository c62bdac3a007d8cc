/** One log line that matched. */
export interface LogMatch {
  /** Service that wrote it, where the log says so or the user did. */
  readonly service: string | undefined;
  /** The line without the prefix of Compose, at most 500 characters. */
  readonly line: string;
  /** From Compose's `-t` stamp or the program's own; undefined where neither is there. */
  readonly time: Date | undefined;
  /** `docker compose logs` or the file, and the line number in it. */
  readonly source: string;
  readonly lineNumber: number;
  readonly groups: Readonly<Record<string, string>>;
}

/** What all lines that matched one pattern say together; the lines themselves are not kept. */
export interface LogSummary {
  readonly count: number;
  /** The first and the last few matches, in order. */
  readonly samples: readonly LogMatch[];
  /** How often each value of a named group was seen, at most 20 values each. */
  readonly tallies: Readonly<Record<string, ReadonlyMap<string, number>>>;
  /** Matches by service name; '' where unknown. */
  readonly services: ReadonlyMap<string, number>;
  readonly firstTime: Date | undefined;
  readonly lastTime: Date | undefined;
  /** Median distance of neighbouring matches in ms; undefined below three that have a time. */
  readonly periodMs: number | undefined;
}

/** What the logs say. Checks declare the lines that they look for; the log is read once for all of them. */
export interface LogEvidence {
  /** False, with the reason, where no log of the service could be read; of any service where none is named. */
  observed(service?: string): { readonly seen: true } | { readonly seen: false; readonly why: string };
  /** By the check's id and the pattern's name. `count` 0 where nothing matched. */
  summary(checkId: string, patternName: string): LogSummary;
}
