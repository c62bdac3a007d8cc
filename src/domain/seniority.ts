import type { Seniority } from './profile.ts';
import { foldWord } from './terms.ts';

/** From the first step to the last. */
const LADDER: readonly Seniority[] = ['intern', 'junior', 'mid', 'senior', 'lead', 'principal', 'executive'];

/**
 * Words with which a query asks for a level. Fewer than those that tell the level of a title: "project manager" asks for
 * a job, not for a level, though whoever holds the title leads.
 */
const ASKED: ReadonlyMap<string, Seniority> = new Map([
  ['intern', 'intern'],
  ['trainee', 'intern'],
  ['werkstudent', 'intern'],
  ['werkstudentin', 'intern'],
  ['praktikant', 'intern'],
  ['praktikantin', 'intern'],
  ['stagiaire', 'intern'],
  ['becario', 'intern'],
  ['becaria', 'intern'],
  ['junior', 'junior'],
  ['jr', 'junior'],
  ['jnr', 'junior'],
  ['graduate', 'junior'],
  ['berufseinsteiger', 'junior'],
  ['debutant', 'junior'],
  ['senior', 'senior'],
  ['sr', 'senior'],
  ['snr', 'senior'],
  ['experienced', 'senior'],
  ['erfahren', 'senior'],
  ['erfahrener', 'senior'],
  ['erfahrene', 'senior'],
  ['lead', 'lead'],
  ['principal', 'principal'],
]);

/** The level that a query's words ask for; undefined where they ask for none. */
export function askedSeniority(words: readonly string[]): Seniority | undefined {
  for (const word of words) {
    const level = ASKED.get(foldWord(word));
    if (level !== undefined) return level;
  }
  return undefined;
}

/** Steps between what is asked and what is there, in [0, 6]. More senior than "senior" is no miss. */
export function seniorityGap(asked: Seniority, found: Seniority): number {
  const steps = LADDER.indexOf(found) - LADDER.indexOf(asked);
  return asked === 'senior' && steps > 0 ? 0 : Math.abs(steps);
}
