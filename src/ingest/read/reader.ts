import type { DocumentText } from '../../domain/document.ts';
import type { ReadFailure } from '../../domain/outcome.ts';

/** Thrown by a reader when a document gives no text at all. `reason` is for the user and holds no CV text. */
export class ReadError extends Error {
  readonly outcome: ReadFailure;

  constructor(outcome: ReadFailure, reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
    this.name = 'ReadError';
    this.outcome = outcome;
  }
}

/** Bounds on what one document may cost. All are hard: exceeding one ends that document only. */
export interface ReadLimits {
  /** Bytes of the file itself; larger is `too-large`. */
  readonly fileBytes: number;
  /** Bytes inflated from a container (DOCX, ODT), counted while inflating; more is `bomb`. */
  readonly inflatedBytes: number;
  /** Pages of a PDF that are read; further ones are a loss (`partial`). */
  readonly pages: number;
  /** Characters of text kept; the rest is a loss (`partial`). */
  readonly characters: number;
}

/** One format: bytes in, text out. Pure but for CPU; runs inside a child process. Rejects with {@link ReadError}. */
export type Reader = (bytes: Uint8Array, limits: ReadLimits) => Promise<DocumentText>;
