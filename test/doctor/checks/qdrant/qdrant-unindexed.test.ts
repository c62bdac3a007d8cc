import { qdrantUnindexed } from '../../../../src/doctor/checks/qdrant/qdrant-unindexed.ts';
import type { QdrantLive } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';
import { collection, qdrantLive } from './qdrant-live.ts';

const files = { 'compose.yaml': 'services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n' };
const live = (name: string, but: Partial<QdrantLive['collections'][number]>) =>
  qdrantLive({
    collections: [{ ...collection(name, 'green', 'ok'), points: 200_000, indexedVectors: 0, ...but }],
  });

testCheck(qdrantUnindexed, {
  sick: [
    {
      name: 'switched off and left so',
      files,
      live: live('people', { indexingThreshold: 0 }),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /^Collection people of vectors has 200000 points and no index: indexing_threshold is 0\./,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'it does not go on',
      files,
      live: live('people', { indexedVectors: 12_000 }),
      finds: [{ at: 'compose.yaml:2:3', message: /12000 of them in the index/ }],
    },
  ],
  healthy: [
    { name: 'indexed', files, live: live('people', { indexedVectors: 200_000 }) },
    { name: 'all but what came last', files, live: live('people', { indexedVectors: 180_000 }) },
    { name: 'it is being built', files, live: live('people', { indexedVectors: 0, status: 'yellow' }) },
    {
      name: 'small enough to be read through',
      files,
      live: live('people', { points: 5000, indexingThreshold: 0 }),
    },
    { name: 'below the threshold of each segment', files, live: live('people', { points: 40_000 }) },
    { name: 'no collection', files, live: qdrantLive({}) },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [
    { name: 'not asked', files },
    {
      name: 'no answer',
      files,
      live: { qdrant: new Map([['vectors', { seen: false, why: 'nothing listens' }]]) },
    },
  ],
});
