import type { Place } from '../../../project/project.ts';
import { type Finding, found, HEALTHY, notApplicable, notObservable, type Verdict } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { CvxLive } from '../../live/live.ts';

/** What is wrong with cvx's own store, for its home. */
export interface OwnFault {
  readonly message: string;
  readonly seen: string;
  readonly repair?: string;
}

/** Judges what cvx's own stores say; `judge` gives a fault, nothing, or why it cannot tell. */
export function judgeOwnStore(
  { live }: Evidence,
  judge: (own: CvxLive) => OwnFault | { readonly unknown: string } | undefined,
): Verdict {
  if (!live.cvx.seen)
    return live.cvx.why.startsWith('nothing is stored')
      ? notApplicable(live.cvx.why)
      : notObservable(live.cvx.why);
  const own = live.cvx.value;
  const fault = judge(own);
  if (fault === undefined) return HEALTHY;
  if ('unknown' in fault) return notObservable(fault.unknown);
  const at: Place = { file: own.home, line: 1, column: 1 };
  const finding: Finding = {
    message: fault.message,
    at,
    evidence: [{ by: 'live', text: fault.seen }],
    ...(fault.repair === undefined ? {} : { repair: fault.repair }),
  };
  return found([finding]);
}

/** A number that only servers tell: the embedded store is not opened for it, and a server may not answer. */
export function unknownNumber({ unreachable = [] }: CvxLive, what: string): { readonly unknown: string } {
  return {
    unknown:
      unreachable.length > 0 ? unreachable.join('; ') : `the embedded store is not opened to count ${what}`,
  };
}
