import type { CvxLive, LiveEvidence } from '../../../../src/doctor/live/live.ts';

/** cvx's own store where all is well, but for what is given. */
export function ownStore(but: Partial<CvxLive>): Pick<LiveEvidence, 'cvx'> {
  const value: CvxLive = {
    home: '/home/jo/.cvx',
    homeBytes: 1e6,
    lockHolder: undefined,
    pending: 0,
    otherSpecs: 0,
    deadLetters: 0,
    schemaNewer: false,
    ...but,
  };
  return { cvx: { seen: true, value } };
}
