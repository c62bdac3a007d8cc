import { lookAtLabels } from './line-labels.ts';
import type { LiteralSearch } from './literal-search.ts';

/** A line that holds at least one literal. */
export interface HitLine {
  /** At most {@link LINE_BYTES} of the line, around the first hit where the line is longer. */
  readonly raw: string;
  /** 1-based. */
  readonly lineNumber: number;
  readonly literals: ReadonlySet<number>;
}

export interface LineScanner {
  /** Takes the next bytes; they may be used again by the caller afterwards. */
  push(bytes: Uint8Array): void;
  /** Takes the end of the log: what is left is a line without its line end. */
  end(): void;
}

/** Longer lines are looked at through a window: one line of a gigabyte must not fill the memory. */
const LINE_BYTES = 16 * 1024;
/** Bytes searched at once. Lines of up to this length are seen whole. */
const WORK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

interface ScanTo {
  readonly onLine: (line: HitLine) => void;
  /** Called once for each different text before Compose's `|`: a service whose lines all are harmless counts as seen too. */
  readonly onLabel: (label: string) => void;
}

/** Cuts a stream of bytes into lines and hands on those that hold a literal; only these are decoded. */
export function createLineScanner(search: LiteralSearch, { onLine, onLabel }: ScanTo): LineScanner {
  const work = Buffer.alloc(WORK_BYTES);
  const lines = countLines(work, lookAtLabels(onLabel));
  let filled = 0;
  /** The buffer begins inside of a line whose beginning is gone. */
  let inside = false;

  const scan = (to: number): void => {
    lines.begin(to, inside);
    for (const { start, end, first, literals } of hitLines(search, work, to)) {
      const from = end - start > LINE_BYTES ? Math.max(start, first - LINE_BYTES / 2) : start;
      const raw = work.toString('utf8', from, Math.min(end, from + LINE_BYTES));
      onLine({ raw, lineNumber: lines.before(start) + 1, literals });
    }
    lines.before(to);
  };

  /** Searches all whole lines and keeps the rest; of a line longer than the buffer, what may be the begin of a literal. */
  const advance = (): void => {
    const last = work.subarray(0, filled).lastIndexOf(NEWLINE);
    if (last === -1 && filled < work.length) return;
    const to = last === -1 ? filled : last + 1;
    scan(to);
    const keep = last === -1 ? filled - Math.max(0, search.longest - 1) : to;
    inside = last === -1;
    work.copyWithin(0, keep, filled);
    filled -= keep;
  };
  return {
    push: (bytes) => {
      for (let offset = 0; offset < bytes.length;) {
        const taken = bytes.subarray(offset, offset + work.length - filled);
        work.set(taken, filled);
        filled += taken.length;
        offset += taken.length;
        advance();
      }
    },
    end: () => {
      scan(filled);
      filled = 0;
    },
  };
}

interface HitSpan {
  readonly start: number;
  readonly end: number;
  /** Where the first literal stands. */
  readonly first: number;
  readonly literals: Set<number>;
}

/** Lines of `work[0, to)` that hold a literal, in order. */
function hitLines(search: LiteralSearch, work: Buffer, to: number): HitSpan[] {
  const spans: HitSpan[] = [];
  search.find(work, 0, to, (literal, at) => {
    const last = spans.at(-1);
    if (last !== undefined && at < last.end) {
      last.literals.add(literal);
      return;
    }
    const newline = work.indexOf(NEWLINE, at);
    spans.push({
      start: at === 0 ? 0 : work.lastIndexOf(NEWLINE, at - 1) + 1,
      end: newline === -1 || newline > to ? to : newline,
      first: at,
      literals: new Set([literal]),
    });
  });
  return spans;
}

/** Counts line ends as far as it is asked, and shows the begin of each line to `look`. */
function countLines(work: Buffer, look: (bytes: Buffer, start: number, to: number) => void) {
  let total = 0;
  let counted = 0;
  let limit = 0;
  return {
    begin: (to: number, inside: boolean): void => {
      counted = 0;
      limit = to;
      if (!inside && to > 0) look(work, 0, to);
    },
    /** Line ends in all that was scanned before and in `work[0, end)`. */
    before: (end: number): number => {
      for (
        let at = work.indexOf(NEWLINE, counted);
        at !== -1 && at < end;
        at = work.indexOf(NEWLINE, counted)
      ) {
        total += 1;
        counted = at + 1;
        if (counted < limit) look(work, counted, limit);
      }
      return total;
    },
  };
}
