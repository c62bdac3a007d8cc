import { createHash } from 'node:crypto';
import type { ParsedDocument } from '../../src/domain/document.ts';
import type { Found, Profile } from '../../src/domain/profile.ts';

interface Told {
  readonly name?: string;
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
  readonly links?: readonly string[];
  readonly losses?: readonly string[];
  readonly headline?: string;
}

/** A document whose text is `text` and whose profile says what is told. */
export function parsedDocument(text: string, told: Told = {}): ParsedDocument {
  const profile: Profile = {
    ...(told.name !== undefined && { name: found(told.name) }),
    ...(told.headline !== undefined && { headline: found(told.headline) }),
    emails: (told.emails ?? []).map(found),
    phones: (told.phones ?? []).map(found),
    links: (told.links ?? []).map(found),
    skills: [],
    experience: [],
    education: [],
    languages: [],
    flags: [],
  };
  return {
    id: documentId(text),
    content: { format: 'txt', text, pages: [], losses: told.losses ?? [] },
    profile,
    chunks: [{ ordinal: 0, section: 'other', start: 0, end: text.length }],
  };
}

export function documentId(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function found(value: string): Found<string> {
  return { value, at: { start: 0, end: value.length } };
}
