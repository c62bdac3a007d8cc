import { qdrantRam } from '../../../../src/doctor/checks/qdrant/qdrant-ram.ts';
import { testCheck } from '../../test-check.ts';
import { collection, qdrantLive } from './qdrant-live.ts';

const compose = (more: string, image = 'qdrant/qdrant:v1.18.3'): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: ${image}\n${more}`,
});
const files = compose('    deploy:\n      resources:\n        limits:\n          memory: 2G\n');

testCheck(qdrantRam, {
  sick: [
    {
      name: 'nearly full',
      files,
      live: qdrantLive({
        collections: [collection('people', 'green', 'ok')],
        metrics: { memory_resident_bytes: 1900 * 1024 ** 2 },
      }),
      finds: [
        {
          at: 'compose.yaml:7:19',
          message: /keeps 1\.86 GiB of 2 GiB in memory/,
          by: ['live', 'config'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'recovery mode',
      files: compose(''),
      live: qdrantLive({ metrics: { app_status_recovery_mode: 1 } }),
      finds: [{ at: 'compose.yaml:2:3', message: /recovery mode/, by: ['live'] }],
    },
  ],
  healthy: [
    {
      name: 'room',
      files,
      live: qdrantLive({ metrics: { memory_resident_bytes: 900 * 1024 ** 2, app_status_recovery_mode: 0 } }),
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [
    { name: 'not asked', files },
    { name: 'no limit', files: compose(''), live: qdrantLive({ metrics: { memory_resident_bytes: 9e9 } }) },
  ],
});
