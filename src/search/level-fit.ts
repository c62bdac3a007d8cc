import { seniorityGap } from '../domain/seniority.ts';
import type { CandidateRecord } from '../stores/candidate-store.ts';
import type { Fused } from './fuse.ts';
import type { Query } from './query.ts';

/**
 * What one step of the career ladder between the level asked and the level found costs. Neither leg can tell: a junior's CV
 * names the "senior" colleagues and reads like a senior's. On the relevance set .10 to .20 do equally well (role queries
 * .776 → .781 nDCG@10, recruiter queries .783 → .786), .30 loses.
 */
const COST_PER_STEP = 0.15;

/** Beyond three steps a miss is a miss. */
const MOST_STEPS = 3;

/** A ranked person with what the store says of them. */
export interface Ranked {
  readonly fused: Fused;
  readonly record: CandidateRecord;
}

/**
 * The same people, those of another level than the query asks for moved down. Who tells no level stays: nothing is held
 * against silence.
 */
export function rankByLevel(people: readonly Ranked[], { seniority }: Query): readonly Ranked[] {
  if (seniority === undefined) return people;
  return people
    .map(({ fused, record }) => {
      const found = record.candidate.seniority?.value;
      const steps = found === undefined ? 0 : Math.min(MOST_STEPS, seniorityGap(seniority, found));
      return { record, fused: { ...fused, score: fused.score * (1 - COST_PER_STEP * steps) } };
    })
    .toSorted((a, b) => b.fused.score - a.fused.score || (a.fused.candidate < b.fused.candidate ? -1 : 1));
}
