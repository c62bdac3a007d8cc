import { createHash } from 'node:crypto';
import type { Chunk, DocumentText, ParsedDocument } from '../../domain/document.ts';
import type { Profile } from '../../domain/profile.ts';
import { readDocument } from '../read/read.ts';
import type { ReadLimits } from '../read/reader.ts';
import { readFileBytes } from './read-file.ts';

/** Understands the text of a document: who it is about, and its passages. */
export type Understand = (content: DocumentText) => {
  readonly profile: Profile;
  readonly chunks: readonly Chunk[];
};

/** One file, read and understood. Runs in a child process. Rejects with `ReadError`. */
export async function parseDocument(
  path: string,
  limits: ReadLimits,
  understand: Understand,
): Promise<ParsedDocument> {
  const bytes = await readFileBytes(path, limits);
  const id = createHash('sha256').update(bytes).digest('hex');
  const content = await readDocument(bytes, path, limits);
  return { id, content, ...understand(content) };
}
