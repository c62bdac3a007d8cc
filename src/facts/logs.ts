import { LOG_LINES } from './tables/log-lines.ts';

/** A line that a program prints when something is wrong. */
export interface KnownLogLine {
  readonly id: string;
  readonly program: string;
  /** The part of the line that every version prints. */
  readonly literal: string;
  /** Where only some versions print it. */
  readonly versions?: string;
  readonly effect?: string;
  /** The program prints it at most once in so many ms, whatever happens: its absence for less proves nothing. */
  readonly rateLimitMs?: number;
}

const BY_ID = new Map(LOG_LINES.map((line) => [line.id, line]));

export function knownLogLine(id: string): KnownLogLine | undefined {
  return BY_ID.get(id);
}
