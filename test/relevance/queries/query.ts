import type { Rule } from '../rules.ts';

export const KINDS = ['role', 'role-skill', 'paraphrase', 'fact', 'recruiter', 'jd'] as const;
export type Kind = (typeof KINDS)[number];

/** A query and the rule by which everybody is graded for it. */
export interface Query {
  readonly kind: Kind;
  readonly query: string;
  readonly rule: Rule;
}
