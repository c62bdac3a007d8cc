import { composePrivileged } from '../../../../src/doctor/checks/compose/compose-privileged.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composePrivileged, {
  sick: [
    {
      name: 'an application, and a store by a variable',
      files: {
        'compose.yaml': `services:
  api:
    build: .
    privileged: true
  qdrant:
    image: qdrant/qdrant:v1.18.3
    privileged: \${PRIVILEGED:-true}
`,
      },
      finds: [
        {
          at: 'compose.yaml:4:17',
          message: /^api runs privileged: who takes over api is root/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'compose.yaml:7:17', message: /^qdrant runs privileged/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'not, one capability, tools whose task needs it, and a profile that is not started',
      files: {
        'compose.yaml': `services:
  api: {image: "api:1", privileged: false, cap_add: [NET_BIND_SERVICE]}
  cadvisor: {image: "gcr.io/cadvisor/cadvisor:v0.52.1", privileged: true}
  builder: {image: "docker:28-dind", privileged: true}
  debug: {image: "debug:1", privileged: true, profiles: [debug]}
`,
      },
    },
  ],
  notApplicable: [{ name: 'no service', files: { '.env': 'A=1\n' } }],
});
