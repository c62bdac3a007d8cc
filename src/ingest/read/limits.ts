import type { ReadLimits } from './reader.ts';

/**
 * What one CV may cost unless the user sets other bounds. Each is far above a real CV (1 to 10 pages, 2,000 to
 * 40,000 characters, most under 5 MB) and low enough that a child stays inside its 256 MB.
 */
export const DEFAULT_READ_LIMITS: ReadLimits = {
  // A scanned portfolio rarely exceeds 30 MB; the whole file is held once in the child's memory.
  fileBytes: 50 * 1024 * 1024,
  // XML inflates 10 to 20 fold, so an honest 10 MB of XML passes. Parts are streamed, never held whole.
  inflatedBytes: 200 * 1024 * 1024,
  // Longer than any CV with its certificates; at about 10 ms a page this ends well inside the time limit.
  pages: 100,
  // Ten times the longest CV; about 1,000 chunks to embed.
  characters: 400_000,
};
