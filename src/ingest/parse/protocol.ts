import type { ParsedDocument } from '../../domain/document.ts';
import type { ReadFailure } from '../../domain/outcome.ts';
import type { YearMonth } from '../../domain/profile.ts';
import type { ReadLimits } from '../read/reader.ts';

/** What a child is started with: one JSON argument. */
export interface ChildSettings {
  readonly limits: ReadLimits;
  /** Month that "to this day" counts to. */
  readonly now: YearMonth;
}

/** Parent to child: read this file. One at a time. */
export interface ParseRequest {
  readonly path: string;
}

/** Child to parent. `ready` once after start, then one reply a request. */
export type ChildMessage =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'parsed';
      readonly document: ParsedDocument;
      /** Bytes that the child holds now; the parent recycles one that has grown. */
      readonly rss: number;
    }
  | {
      readonly kind: 'failed';
      readonly outcome: ReadFailure;
      readonly reason: string;
      /** Where it failed, without a message that could quote the document. */
      readonly cause?: string;
      readonly rss: number;
    };

export function isChildMessage(message: unknown): message is ChildMessage {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return message.kind === 'ready' || message.kind === 'parsed' || message.kind === 'failed';
}
