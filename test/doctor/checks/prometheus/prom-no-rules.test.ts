import { promNoRules } from '../../../../src/doctor/checks/prometheus/prom-no-rules.ts';
import { testCheck } from '../../test-check.ts';
import { stackWith } from './prometheus-stack.ts';

const COMPOSE = stackWith().replace(/$/, '      - ./rules:/etc/prometheus/rules:ro\n');
const RULES = 'groups:\n  - name: a\n    rules: []\n';

testCheck(promNoRules, {
  sick: [
    {
      name: 'none is named',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': 'global: {}\n# rule_files: [rules.yml]\n' },
      finds: [
        {
          at: 'prometheus.yml:1:1',
          message: /names no rule files/,
          by: ['config'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the glob looks elsewhere',
      files: {
        'compose.yaml': COMPOSE,
        'rules/a.yml': RULES,
        'prometheus.yml': 'rule_files:\n  - alerts/*.yml\n',
      },
      finds: [
        {
          at: 'prometheus.yml:2:5',
          message: /No file of the project is where alerts\/\*\.yml looks in prometheus/,
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'they are there',
      files: {
        'compose.yaml': COMPOSE,
        'rules/a.yml': RULES,
        'prometheus.yml': 'rule_files: ["rules/*.yml"]\n',
      },
    },
    {
      name: 'of any ending, in a folder that is mounted with a slash behind it',
      files: {
        'compose.yaml': stackWith('      - ./prometheus/:/etc/prometheus/\n').replace(
          './prometheus.yml:/etc/prometheus/prometheus.yml',
          './unused.yml:/unused.yml',
        ),
        'prometheus/alert.rules': RULES,
        'prometheus/prometheus.yml': 'rule_files:\n  - alert.rules\n',
        'unused.yml': '{}\n',
      },
    },
    {
      name: 'in a volume',
      files: {
        'compose.yaml': stackWith('      - rules:/rules\n'),
        'prometheus.yml': 'rule_files: ["/rules/*.yml"]\n',
      },
    },
  ],
  notApplicable: [
    { name: 'no Prometheus', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
});
