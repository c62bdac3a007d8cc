import type { Seniority } from '../domain/profile.ts';
import { askedSeniority } from '../domain/seniority.ts';
import { canonicalSkill } from '../domain/skills.ts';
import { analyse, countTerms, foldWord, longForm, type Token } from '../domain/terms.ts';

/** A query as both legs read it. */
export interface Query {
  readonly text: string;
  /** The text with short forms spelled out, for the dense leg. */
  readonly spelledOut: string;
  readonly understood: readonly { readonly text: string; readonly as: string }[];
  readonly tokens: readonly Token[];
  /** Term → how often the query asks for it. */
  readonly terms: ReadonlyMap<string, number>;
  /** Canonical names of the skills that it names. */
  readonly skills: ReadonlySet<string>;
  /** The level that it asks for. */
  readonly seniority: Seniority | undefined;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}.+#/-]*/gu;

/** In a whole job description "lead" and "junior" speak of tasks and colleagues. */
const SHORT_QUERY_WORDS = 12;

/** Reads a query. Deterministic; no word is dropped from what the dense leg sees. */
export function readQuery(text: string): Query {
  const understood: { text: string; as: string }[] = [];
  const skills = new Set<string>();
  const spelledOut = text.replace(WORD, (raw) => {
    const word = raw.replace(/[./-]+$/, '');
    const skill = canonicalSkill(word);
    if (skill !== undefined) skills.add(skill);
    const long = skill ?? longForm(word);
    if (long === undefined || foldWord(long) === foldWord(word)) return raw;
    understood.push({ text: word, as: long });
    return long + raw.slice(word.length);
  });
  const tokens = analyse(text);
  const words = text.match(WORD) ?? [];
  const seniority = words.length > SHORT_QUERY_WORDS ? undefined : askedSeniority(words);
  return { text, spelledOut, understood, tokens, terms: countTerms(tokens), skills, seniority };
}
