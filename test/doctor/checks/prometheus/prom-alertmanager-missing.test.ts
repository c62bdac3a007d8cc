import { promAlertmanagerMissing } from '../../../../src/doctor/checks/prometheus/prom-alertmanager-missing.ts';
import { testCheck } from '../../test-check.ts';
import { stackWith } from './prometheus-stack.ts';

const alerting = (target: string) =>
  `alerting:\n  alertmanagers:\n    - static_configs:\n        - targets: [${target}]\n`;

testCheck(promAlertmanagerMissing, {
  sick: [
    {
      name: 'there is none',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': alerting('"alertmanager:9093"') },
      finds: [
        {
          at: 'prometheus.yml:4:21',
          message: /sends its alerts to alertmanager:9093, and there is no service alertmanager/,
          by: ['config'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'it has another name',
      files: {
        'compose.yaml': stackWith('  alerts:\n    image: prom/alertmanager:v0.28.1\n'),
        'prometheus.yml': alerting('alertmanager:9093'),
      },
      finds: [{ at: 'prometheus.yml:4:21', message: /nobody is told/ }],
    },
  ],
  healthy: [
    {
      name: 'by its container_name',
      files: {
        'compose.yaml': stackWith(
          '  am:\n    image: prom/alertmanager:v0.28.1\n    container_name: alertmanager\n',
        ),
        'prometheus.yml': alerting('alertmanager:9093'),
      },
    },
    {
      name: 'elsewhere',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': alerting('"alerts.example.com:9093"') },
    },
  ],
  notApplicable: [
    { name: 'an empty list', files: { 'compose.yaml': stackWith(), 'prometheus.yml': alerting('') } },
    { name: 'no Prometheus', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
});
