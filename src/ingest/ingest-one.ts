import type { ParsedDocument } from '../domain/document.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { ProgressMeter } from './progress-meter.ts';
import { ReadError } from './read/reader.ts';
import type { FileReport } from './report.ts';
import type { Sink } from './sink.ts';

export interface Parser {
  /** Documents parsed at once; further calls wait. */
  readonly size: number;
  /** Bytes of the largest file that is read at all. */
  readonly maxBytes: number;
  /** Rejects with {@link ReadError} where the file gives no text. */
  parse(path: string, signal: AbortSignal): Promise<ParsedDocument>;
}

export interface IngestOneDeps {
  readonly store: CandidateStore;
  readonly parser: Parser;
  readonly sink: Sink;
  readonly meter: ProgressMeter;
  /** Report only. */
  readonly dryRun: boolean;
}

export interface OneFile {
  /** Under which it is recorded and reported. */
  readonly path: string;
  /** Where its bytes are. */
  readonly readFrom: string;
}

/**
 * Parse, embed, store, index: one file to its one outcome, which is stored before it is reported. A file that cannot be
 * read has an outcome, too; it rejects only where a store fails or `signal` aborts.
 */
export async function ingestOne(
  { store, parser, sink, meter, dryRun }: IngestOneDeps,
  { path, readFrom }: OneFile,
  signal: AbortSignal,
): Promise<FileReport> {
  try {
    return await sink(path, await meter.time('reading', () => parser.parse(readFrom, signal)));
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const { outcome, message } = error;
    if (!dryRun) await store.recordFailure(path, outcome, message);
    return { path, outcome, reason: message };
  }
}
