import type { DocumentId } from '../domain/document.ts';
import type { Call, Closable } from '../lib/call.ts';

/** The bytes of a file under the path at which they were found. */
export interface StagedFile {
  readonly path: string;
  readonly hash: DocumentId;
  readonly bytes: Uint8Array;
}

/** What is staged, without the bytes. */
export type StagedPath = Omit<StagedFile, 'bytes'>;

/**
 * Where bytes wait for a worker on another machine. They stay until whoever stored their outcome removes them, so what
 * is staged and has no job is work that a queue has lost. Contract: test/contracts/staging.ts.
 */
export interface Staging extends Closable {
  /** All or nothing. Later bytes under a path take the place of earlier ones. */
  put(files: readonly StagedFile[], call?: Call): Promise<void>;
  /** The bytes that wait under this path, which stay. */
  get(path: string, call?: Call): Promise<StagedFile | undefined>;
  /** Those of these paths under which bytes wait; none of the bytes is read. */
  waiting(paths: readonly string[], call?: Call): Promise<ReadonlySet<string>>;
  /** False where other bytes, or none, wait under this path; those stay. */
  remove(path: string, hash: DocumentId, call?: Call): Promise<boolean>;
  /** All that waits, by path. */
  paths(call?: Call): AsyncIterable<StagedPath>;
  stats(call?: Call): Promise<{ readonly files: number; readonly bytes: number }>;
}
