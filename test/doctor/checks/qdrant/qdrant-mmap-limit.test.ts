import { qdrantMmapLimit } from '../../../../src/doctor/checks/qdrant/qdrant-mmap-limit.ts';
import { testCheck } from '../../test-check.ts';
import { qdrantLive } from './qdrant-live.ts';

const files = { 'compose.yaml': 'services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n' };
const live = (process_open_mmaps: number, system_max_mmaps: number) =>
  qdrantLive({ metrics: { process_open_mmaps, system_max_mmaps } });

testCheck(qdrantMmapLimit, {
  sick: [
    {
      name: 'nearly all in use',
      files,
      live: live(60_000, 65_530),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /^vectors has 60000 of 65530 memory maps in use\.$/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    { name: 'few', files, live: live(1200, 65_530) },
    { name: 'a kernel that gives more', files, live: live(60_000, 262_144) },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [
    { name: 'not asked', files },
    { name: 'an older version, without these metrics', files, live: qdrantLive({}) },
  ],
});
