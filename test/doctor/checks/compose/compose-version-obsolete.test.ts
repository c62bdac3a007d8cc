import { composeVersionObsolete } from '../../../../src/doctor/checks/compose/compose-version-obsolete.ts';
import { testCheck } from '../../test-check.ts';

const SERVICES = 'services:\n  redis:\n    image: redis:8\n';

testCheck(composeVersionObsolete, {
  sick: [
    {
      name: 'at the top, with the comment of the file above it',
      files: { 'docker-compose.yml': `# the stack\nversion: "3.8"\n\n${SERVICES}` },
      finds: [
        {
          at: 'docker-compose.yml:2:1',
          message: /version "3\.8"/,
          by: ['config'],
          severity: 'info',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'docker-compose.yml': /^# the stack\n\n?services:\n  redis:/ } },
    },
    {
      name: 'a number, at the end, and in the override too',
      files: {
        'compose.yaml': `${SERVICES}version: 3\n`,
        'compose.override.yaml': `version: '2.4'\n${SERVICES}`,
      },
      finds: [
        { at: 'compose.yaml:4:1', message: /version "3"/ },
        { at: 'compose.override.yaml:1:1', message: /version "2\.4"/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'a version elsewhere',
      files: {
        'compose.yaml': `x-version: 3\n${SERVICES}    labels:\n      version: "3"\nx-a:\n  version: 1\n`,
      },
    },
  ],
  notApplicable: [{ name: 'no compose file', files: { 'a.yaml': 'version: 3\n' } }],
});
