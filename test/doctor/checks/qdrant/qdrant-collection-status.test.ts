import { qdrantCollectionStatus } from '../../../../src/doctor/checks/qdrant/qdrant-collection-status.ts';
import { testCheck } from '../../test-check.ts';
import { collection, qdrantLive } from './qdrant-live.ts';

const compose = (more: string, image = 'qdrant/qdrant:v1.18.3'): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: ${image}\n${more}`,
});
const files = compose('');

testCheck(qdrantCollectionStatus, {
  sick: [
    {
      name: 'red, and an optimiser that failed',
      files,
      live: qdrantLive({
        collections: [
          collection('people', 'red', 'ok'),
          collection('jobs', 'yellow', 'Service internal error: Too many open files'),
          collection('fine', 'green', 'ok'),
        ],
      }),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /people of vectors is red\./,
          by: ['live'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'compose.yaml:2:3', message: /jobs of vectors is yellow: .*open files/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'green, and yellow while it optimises',
      files,
      live: qdrantLive({
        collections: [
          collection('a', 'green', 'ok'),
          collection('b', 'yellow', 'ok'),
          collection('c', 'grey', 'ok'),
        ],
      }),
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [
    { name: 'not asked', files },
    {
      name: 'no answer',
      files,
      live: { qdrant: new Map([['vectors', { seen: false, why: 'nothing listens on 6333' }]]) },
    },
  ],
});
