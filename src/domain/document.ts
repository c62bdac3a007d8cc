import type { Profile, Span } from './profile.ts';

/** sha256 of a file's bytes, 64 lower-case hex digits. A document *is* its bytes. */
export type DocumentId = string;

/** UUID of one person. */
export type CandidateId = string;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids come from the command line too, and stores reject a malformed one where it is merely unknown. */
export function isCandidateId(text: string): boolean {
  return UUID.test(text);
}

export type DocumentFormat = 'pdf' | 'docx' | 'odt' | 'rtf' | 'html' | 'md' | 'txt';

/** The text of a document as a person would read it, and where its pages lie in it. */
export interface DocumentText {
  readonly format: DocumentFormat;
  /** NFC, `\n` line ends, no control characters, one blank line between blocks. */
  readonly text: string;
  /** Spans of the pages in `text`, in order. Empty for formats that have no pages. */
  readonly pages: readonly Span[];
  /** What was lost, in words for the user and without CV text. Not empty makes the outcome `partial`. */
  readonly losses: readonly string[];
}

/** A passage that is embedded and shown as one piece. */
export interface Chunk extends Span {
  /** 0, 1, 2 … in reading order. */
  readonly ordinal: number;
  /** Heading of the section that it lies in, as a canonical kind. */
  readonly section: SectionKind;
}

export type SectionKind =
  | 'header'
  | 'summary'
  | 'experience'
  | 'education'
  | 'skills'
  | 'languages'
  | 'projects'
  | 'certificates'
  | 'publications'
  | 'interests'
  | 'references'
  | 'other';

/** One document, read and understood: all that ingest knows of it before it is stored. */
export interface ParsedDocument {
  readonly id: DocumentId;
  readonly content: DocumentText;
  readonly profile: Profile;
  readonly chunks: readonly Chunk[];
}
