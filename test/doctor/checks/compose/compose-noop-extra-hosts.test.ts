import { composeNoopExtraHosts } from '../../../../src/doctor/checks/compose/compose-noop-extra-hosts.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeNoopExtraHosts, {
  sick: [
    {
      name: 'a list of addresses, and a mapping',
      files: {
        'compose.yaml': `services:
  web:
    image: web:1
    extra_hosts:
      - "api.example.com:10.0.0.7"
      - "203.0.113.9:127.0.0.1"
      - "203.0.113.10=127.0.0.1"
  api:
    image: api:1
    extra_hosts:
      198.51.100.4: 127.0.0.1
`,
      },
      finds: [
        {
          at: 'compose.yaml:6:9',
          message: /^extra_hosts of web lists 203\.0\.113\.9 and 1 more, an address and no name/,
          by: ['config'],
          severity: 'info',
          fix: 'none',
        },
        { at: 'compose.yaml:11:21', message: /^extra_hosts of api lists 198\.51\.100\.4, / },
      ],
    },
  ],
  healthy: [
    {
      name: 'names, of the host too',
      files: {
        'compose.yaml':
          'services:\n  a:\n    image: a:1\n    extra_hosts: ["host.docker.internal:host-gateway", "v6:::1", "db=10.0.0.7"]\n',
      },
    },
  ],
  notApplicable: [{ name: 'none', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
