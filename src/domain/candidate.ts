import type { CandidateId, DocumentId, ParsedDocument } from './document.ts';
import type {
  Education,
  Found,
  Position,
  Profile,
  ProfileFlag,
  Seniority,
  Skill,
  Span,
  SpokenLanguage,
} from './profile.ts';

/** A value with the document and the span that it was read from. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: Span & { readonly document: DocumentId };
}

/** One person, as the current documents together tell: single values from the newest that has one, lists united. */
export interface Candidate {
  readonly id: CandidateId;
  /** Grows with every change of what is current; see CandidateStore.markIndexed. */
  readonly revision: number;
  readonly name?: Sourced<string>;
  readonly emails: readonly Sourced<string>[];
  readonly phones: readonly Sourced<string>[];
  readonly links: readonly Sourced<string>[];
  readonly location?: Sourced<string>;
  readonly headline?: Sourced<string>;
  readonly seniority?: Sourced<Seniority>;
  readonly yearsExperience?: Sourced<number>;
  readonly skills: readonly Sourced<Skill>[];
  readonly experience: readonly Sourced<Position>[];
  readonly education: readonly Sourced<Education>[];
  readonly languages: readonly Sourced<SpokenLanguage>[];
  readonly flags: readonly ProfileFlag[];
}

/**
 * One person out of the current documents, newest first. A single value comes from the newest document that has one.
 * Lists are united: of two entries that mean the same, the newer document's stays, but a skill that any document
 * evidences counts as evidenced, with the most months and the latest use, and a language keeps a level that any gives.
 */
export function uniteProfiles(
  id: CandidateId,
  revision: number,
  documents: readonly Pick<ParsedDocument, 'id' | 'profile'>[],
): Candidate {
  const name = newest(documents, (profile) => profile.name);
  const location = newest(documents, (profile) => profile.location);
  const headline = newest(documents, (profile) => profile.headline);
  const seniority = newest(documents, (profile) => profile.seniority);
  const yearsExperience = newest(documents, (profile) => profile.yearsExperience);
  const emails = unite(documents, (profile) => profile.emails, folded);
  const phones = unite(
    documents,
    (profile) => profile.phones,
    (phone) => phone.replaceAll(/[^\d+]/g, ''),
  );
  const flags = new Set(documents.flatMap(({ profile }) => profile.flags));
  if (emails.length + phones.length > 0) flags.delete('no-contact');
  return {
    id,
    revision,
    ...(name && { name }),
    emails,
    phones,
    links: unite(documents, (profile) => profile.links, bareLink),
    ...(location && { location }),
    ...(headline && { headline }),
    ...(seniority && { seniority }),
    ...(yearsExperience && { yearsExperience }),
    skills: unite(
      documents,
      (profile) => profile.skills,
      (skill) => folded(skill.name),
      strongerSkill,
    ),
    experience: unite(
      documents,
      (profile) => profile.experience,
      (job) => keyOf(job.title, job.company, job.start),
    ),
    education: unite(
      documents,
      (profile) => profile.education,
      (study) => keyOf(study.degree, study.school),
    ),
    languages: unite(
      documents,
      (profile) => profile.languages,
      (language) => folded(language.name),
      levelled,
    ),
    flags: [...flags],
  };
}

type Source = Pick<ParsedDocument, 'id' | 'profile'>;

function newest<T>(
  documents: readonly Source[],
  pick: (profile: Profile) => Found<T> | undefined,
): Sourced<T> | undefined {
  for (const { id, profile } of documents) {
    const found = pick(profile);
    if (found !== undefined) return sourced(id, found);
  }
  return undefined;
}

/** First of each key, in order; `join` may make a better one of the newer and the older. */
function unite<T>(
  documents: readonly Source[],
  pick: (profile: Profile) => readonly Found<T>[],
  key: (value: T) => string,
  join: (newer: Sourced<T>, older: Sourced<T>) => Sourced<T> = (newer) => newer,
): Sourced<T>[] {
  const united = new Map<string, Sourced<T>>();
  for (const { id, profile } of documents) {
    for (const found of pick(profile)) {
      const next = sourced(id, found);
      const before = united.get(key(found.value));
      united.set(key(found.value), before === undefined ? next : join(before, next));
    }
  }
  return [...united.values()];
}

function sourced<T>(document: DocumentId, { value, at }: Found<T>): Sourced<T> {
  return { value, from: { document, ...at } };
}

function strongerSkill(newer: Sourced<Skill>, older: Sourced<Skill>): Sourced<Skill> {
  if (older.value.kind === 'claimed') return newer;
  if (newer.value.kind === 'claimed') return older;
  const months = Math.max(newer.value.months ?? 0, older.value.months ?? 0);
  // Year and month are written so that text order is time order; a bare year sorts before its months.
  const lastUsed = [newer.value.lastUsed, older.value.lastUsed]
    .filter((used) => used !== undefined)
    .toSorted()
    .at(-1);
  const value: Skill = {
    ...newer.value,
    ...(months > 0 && { months }),
    ...(lastUsed !== undefined && { lastUsed }),
  };
  return { value, from: newer.from };
}

function levelled(newer: Sourced<SpokenLanguage>, older: Sourced<SpokenLanguage>): Sourced<SpokenLanguage> {
  return newer.value.level === undefined && older.value.level !== undefined ? older : newer;
}

function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function bareLink(link: string): string {
  return folded(link)
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/+$/, '');
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(parts.map((part) => folded(part ?? '')));
}
