import type { DocumentId } from '../../domain/document.ts';

/** A name that file systems take is no longer than 255 bytes; this is shown in lists. */
const MAX_CHARS = 120;

/** Extensions of documents have up to five characters (`.xhtml`); a longer end of a name is a part of the name. */
const EXTENSION = /\.[\p{L}\p{N}]{1,8}$/u;

/** What is taken over into the name of a temporary file. */
export const ASCII_EXTENSION = /^\.[A-Za-z0-9]{1,8}$/;

/** Control and format characters (bidirectional ones among them), line and paragraph separators, halves of surrogate pairs. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The name that an upload came with, as a label: no folders, nothing invisible, bounded. Never a place on this disk. */
export function uploadLabel(given: string | undefined): string {
  const base = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const name = base.normalize('NFC').replaceAll(INVISIBLE, '').replaceAll(/\s+/g, ' ').trim();
  if (/^\.*$/.test(name)) return 'unnamed';
  const characters = [...name];
  if (characters.length <= MAX_CHARS) return name;
  const extension = extensionOf(name);
  return `${characters.slice(0, MAX_CHARS - extension.length).join('')}${extension}`;
}

/** `.pdf`, or nothing. Readers look at the content first, and at this where the content does not tell. */
export function extensionOf(name: string): string {
  return EXTENSION.exec(name)?.[0] ?? '';
}

/**
 * The path under which an uploaded document is recorded: the same bytes under the same name are the same file again. No file
 * system has a path like it, so `--prune`, which asks for what lies below a folder, never takes it for a file that is gone.
 */
export function uploadPath(hash: DocumentId, label: string): string {
  return `upload:${hash.slice(0, 16)}/${label}`;
}
