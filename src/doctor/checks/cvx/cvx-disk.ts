import { bytes } from '../../../lib/format.ts';
import { defineCheck } from '../../check.ts';
import { judgeOwnStore } from '../../components/cvx/own-store.ts';

/** ext4 keeps so much for root: below it cvx cannot write at all. */
const CRITICAL = 0.05;

export const cvxDisk = defineCheck({
  id: 'cvx-disk',
  area: 'cvx',
  severity: 'warning',
  title: 'There is room for what cvx writes',
  why: `A new model or a new way of cutting CVs builds a second index beside the first, and only then lets the first go: for a while the
home takes twice its size. On a full disk a batch fails in the middle and is taken back, and nothing new is found.`,
  repair: 'Make room, or move the home to a larger disk (cvx config: home).',
  fixClass: 'never',
  source:
    'cvx reindex writes the new index before it drops the old; mke2fs(8), reserved blocks: 5 %; statfs(2), f_bavail',
  run: (evidence) =>
    judgeOwnStore(evidence, ({ home, homeBytes, disk }) => {
      if (homeBytes === undefined || disk === undefined)
        return { unknown: 'the home is on servers, or its disk cannot be read' };
      const { freeBytes, freeRatio } = disk;
      if (freeBytes >= homeBytes && freeRatio >= CRITICAL) return undefined;
      const percent = `${(freeRatio * 100).toFixed(1)} %`;
      return {
        message: `The disk of ${home} has ${bytes(freeBytes)} free (${percent}), and the home takes ${bytes(homeBytes)}.`,
        seen: `${bytes(freeBytes)} free of the disk below ${home}`,
        ...(freeRatio < CRITICAL
          ? {}
          : { repair: 'Make room for as much again before the next cvx reindex.' }),
      };
    }),
});
