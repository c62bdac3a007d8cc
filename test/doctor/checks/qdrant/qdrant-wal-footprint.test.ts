import { qdrantWalFootprint } from '../../../../src/doctor/checks/qdrant/qdrant-wal-footprint.ts';
import { testCheck } from '../../test-check.ts';
import { collection, qdrantLive } from './qdrant-live.ts';

const stack = (conf: string, more = ''): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n${more}    volumes:\n      - ./p.yaml:/qdrant/config/production.yaml\n`,
  'p.yaml': conf,
});

testCheck(qdrantWalFootprint, {
  sick: [
    {
      name: 'large and three of it, in seven collections',
      files: stack('storage:\n  wal:\n    wal_capacity_mb: 256 # reduced\n    wal_segments_ahead: 2\n'),
      live: qdrantLive({
        collections: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => collection(name, 'green', 'ok')),
      }),
      finds: [
        {
          at: 'p.yaml:3:22',
          message: /sets aside 768 MB .* 5\.25 GiB for the 7/,
          by: ['config', 'live'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'p.yaml': /wal_capacity_mb: 32 # reduced\n {4}wal_segments_ahead: 0\n/ } },
    },
    {
      name: 'by a variable',
      files: stack(
        'log_level: INFO\n',
        '    environment:\n      - QDRANT__STORAGE__WAL__WAL_CAPACITY_MB=512\n',
      ),
      finds: [{ at: 'compose.yaml:5:9', message: /512 MB/, by: ['config'] }],
    },
  ],
  healthy: [
    { name: 'the default', files: stack('log_level: INFO\n') },
    {
      name: 'a little more',
      files: stack('storage:\n  wal:\n    wal_capacity_mb: 64\n    wal_segments_ahead: 1\n'),
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
