import { composeFixedPortScaled } from '../../../../src/doctor/checks/compose/compose-fixed-port-scaled.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeFixedPortScaled, {
  sick: [
    {
      name: 'one port of several: the others stay',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    ports:
      - "8000:8000" # direct
      - "9000"
    deploy:
      replicas: 2
`,
      },
      finds: [
        { at: 'compose.yaml:5:9', message: /2 replicas and one port 8000/, by: ['config'], fix: 'confirm' },
      ],
      afterFix: { texts: { 'compose.yaml': /ports:\n {6}- "9000"\n {4}deploy:/ } },
    },
    {
      name: 'the only port, long form, and a range that is too short',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    scale: 2
    ports:
      - target: 8000
        published: "8000"
  web:
    image: web:1
    scale: 3
    ports: ["127.0.0.1:8100-8101:80"]
`,
      },
      finds: [
        { at: 'compose.yaml:6:9', message: /8000/ },
        { at: 'compose.yaml:11:13', message: /3 replicas and one port 8100/ },
      ],
      afterFix: { texts: { 'compose.yaml': /scale: 2\n {2}web:[^]*scale: 3\n$/ } },
    },
  ],
  healthy: [
    {
      name: 'a range with room, a free port of the host, none, and one replica',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    scale: 2
    ports: ["8000-8001:8000", "9000"]
  long:
    image: api:1
    scale: 2
    ports:
      - target: 80
        published: "8200-8203"
  inner:
    image: api:1
    scale: 4
  web:
    image: web:1
    ports: ["80:80"]
`,
      },
    },
  ],
  notApplicable: [
    {
      name: 'one of each',
      files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n    ports: ["80:80"]\n' },
    },
  ],
});
