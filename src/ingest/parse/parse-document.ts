import { createHash } from 'node:crypto';
import type { ParsedDocument } from '../../domain/document.ts';
import { chunkDocument } from '../chunk.ts';
import { extractProfile } from '../extract/extract.ts';
import { readDocument } from '../read/read.ts';
import type { ChildSettings } from './protocol.ts';
import { readFileBytes } from './read-file.ts';

/** One file, read and understood. Runs in a child process. Rejects with `ReadError`. */
export async function parseDocument(path: string, { limits, now }: ChildSettings): Promise<ParsedDocument> {
  const bytes = await readFileBytes(path, limits);
  const id = createHash('sha256').update(bytes).digest('hex');
  const content = await readDocument(bytes, path, limits);
  const { profile, sections } = extractProfile(content.text, { now });
  return { id, content, profile, chunks: chunkDocument(content.text, sections) };
}
