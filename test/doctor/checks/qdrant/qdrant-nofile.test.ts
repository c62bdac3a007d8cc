import { qdrantNofile } from '../../../../src/doctor/checks/qdrant/qdrant-nofile.ts';
import { testCheck } from '../../test-check.ts';
import { qdrantLive } from './qdrant-live.ts';

const compose = (more: string, image = 'qdrant/qdrant:v1.18.3'): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: ${image}\n${more}`,
});

testCheck(qdrantNofile, {
  sick: [
    {
      name: 'too few, and the log and the server agree',
      files: compose('    ulimits:\n      nofile: 1024 # as ever\n'),
      logs: {
        vectors: 'ERROR qdrant: Service internal error: IO Error: Too many open files (os error 24)\n'.repeat(
          2,
        ),
      },
      live: qdrantLive({ metrics: { process_open_fds: 1000, process_max_fds: 1024 } }),
      finds: [
        {
          at: 'compose.yaml:5:15',
          message: /vectors may open 1024 files; Qdrant needs 10000/,
          by: ['config', 'log', 'live'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: { live: {}, texts: { 'compose.yaml': /nofile: # as ever\n {8}soft: 65535/ } },
    },
    {
      name: 'nobody said anything: a note',
      files: compose(''),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /leaves the number of open files to the Docker engine/,
          severity: 'info',
        },
      ],
    },
    {
      name: 'a soft limit',
      files: compose('    ulimits:\n      nofile:\n        soft: 4096\n        hard: 100000\n'),
      finds: [{ at: 'compose.yaml:6:15', message: /4096/, severity: 'warning' }],
    },
  ],
  healthy: [
    { name: 'enough', files: compose('    ulimits:\n      nofile: 65535\n') },
    {
      name: 'the engine gives enough',
      files: compose(''),
      live: qdrantLive({ metrics: { process_open_fds: 90, process_max_fds: 1048576 } }),
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
