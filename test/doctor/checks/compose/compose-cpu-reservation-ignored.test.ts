import { composeCpuReservationIgnored } from '../../../../src/doctor/checks/compose/compose-cpu-reservation-ignored.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeCpuReservationIgnored, {
  sick: [
    {
      name: 'beside memory, alone, and beside a limit',
      files: {
        'compose.yaml': `services:
  qdrant:
    image: qdrant/qdrant:v1.18.3
    deploy:
      resources:
        reservations:
          cpus: "2" # for itself
          memory: 4g
  api:
    image: api:1
    deploy:
      resources:
        reservations: {cpus: 0.5}
    restart: always
  redis:
    image: redis:8
    deploy:
      resources:
        limits: {memory: 1g}
        reservations:
          cpus: "1"
`,
      },
      finds: [
        {
          at: 'compose.yaml:7:17',
          message: /^qdrant has 2 CPU reserved, which Compose passes over/,
          by: ['config'],
          severity: 'info',
          fix: 'safe',
        },
        { at: 'compose.yaml:13:30', message: /^api has 0\.5 CPU/ },
        { at: 'compose.yaml:21:17', message: /^redis has 1 CPU/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /reservations:\n {10}memory: 4g\n {2}api:\n {4}image: api:1\n {4}restart: always\n[^]*limits: \{memory: 1g\}\n$/,
        },
      },
    },
    {
      name: 'through an anchor that others share: told, not touched',
      files: {
        'compose.yaml': `x-deploy: &deploy
  resources:
    reservations: {cpus: "1"}
services:
  a: {image: "a:1", deploy: *deploy}
  b: {image: "b:1", deploy: *deploy}
`,
      },
      finds: [
        { at: 'compose.yaml:3:26', message: /^a has 1 CPU/, fix: 'none' },
        { at: 'compose.yaml:3:26', message: /^b has 1 CPU/, fix: 'none' },
      ],
    },
  ],
  healthy: [
    {
      name: 'memory, devices and limits are honoured',
      files: {
        'compose.yaml': `services:
  a:
    image: a:1
    deploy:
      resources:
        limits: {cpus: "2"}
        reservations: {memory: 1g, devices: [{driver: nvidia, count: 1, capabilities: [gpu]}]}
`,
      },
    },
  ],
  notApplicable: [
    { name: 'nothing reserved', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
    {
      name: 'for swarm',
      files: {
        'compose.yaml': `services:
  a:
    image: a:1
    deploy:
      placement: {constraints: [node.role == worker]}
      resources: {reservations: {cpus: "1"}}
`,
      },
    },
    {
      name: 'on a network of a swarm',
      files: {
        'compose.yaml': `services:
  a:
    image: a:1
    deploy: {resources: {reservations: {cpus: "1"}}}
networks: {default: {driver: overlay}}
`,
      },
    },
  ],
});
