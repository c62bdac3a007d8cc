import { Refusal, RETRY_SOON } from '../problem.ts';

export interface AdmissionLimits {
  /** Requests of one key at once. */
  readonly perKey: number;
  /** Requests of all at once. */
  readonly total: number;
}

/** Counts requests under way. What is over a limit is refused at once, before anything of it is read. */
export interface Admission {
  /** Returns the way out, which may be called more than once. @throws Refusal 429 (this key) or 503 (everybody). */
  enter(key: string): () => void;
}

export function createAdmission({ perKey, total }: AdmissionLimits): Admission {
  const inside = new Map<string, number>();
  let all = 0;
  return {
    enter(key) {
      const mine = inside.get(key) ?? 0;
      if (mine >= perKey)
        throw new Refusal(
          429,
          'CVX_TOO_MANY_REQUESTS',
          `This key has ${mine} requests under way, which is the most.`,
          {
            headers: RETRY_SOON,
          },
        );
      if (all >= total) throw overloaded();
      inside.set(key, mine + 1);
      all += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        all -= 1;
        const rest = (inside.get(key) ?? 1) - 1;
        if (rest === 0) inside.delete(key);
        else inside.set(key, rest);
      };
    },
  };
}

export function overloaded(): Refusal {
  return new Refusal(503, 'CVX_OVERLOADED', 'There is more to do than can be done now.', {
    headers: RETRY_SOON,
  });
}
