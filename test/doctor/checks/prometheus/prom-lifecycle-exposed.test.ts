import { promLifecycleExposed } from '../../../../src/doctor/checks/prometheus/prom-lifecycle-exposed.ts';
import { testCheck } from '../../test-check.ts';
import { stackWith } from './prometheus-stack.ts';

const server = (command: string, port: string) =>
  `services:\n  prometheus:\n    image: prom/prometheus:v3.5.3\n    command: ${command}\n    ports:\n      - "${port}"\n`;

testCheck(promLifecycleExposed, {
  sick: [
    {
      name: 'it can be stopped',
      files: {
        'compose.yaml': server(
          '["--config.file=/etc/prometheus/prometheus.yml", "--web.enable-lifecycle"]',
          '9090:9090',
        ),
      },
      finds: [
        {
          at: 'compose.yaml:6:9',
          message: /port 9090 can stop prometheus: it is published with --web.enable-lifecycle/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /- "127\.0\.0\.1:9090:9090"/ } },
    },
    {
      name: 'its data can be deleted, at another port',
      files: {
        'compose.yaml': server('--web.enable-admin-api --web.listen-address=0.0.0.0:9191', '80:9191'),
      },
      finds: [{ at: 'compose.yaml:6:9', message: /delete the data of prometheus/ }],
    },
  ],
  healthy: [
    {
      name: 'this machine alone',
      files: { 'compose.yaml': server('--web.enable-lifecycle', '127.0.0.1:9090:9090') },
    },
    { name: 'neither is on', files: { 'compose.yaml': server('--web.enable-lifecycle=false', '9090:9090') } },
    {
      name: 'a password',
      files: {
        'compose.yaml': server(
          '--web.enable-lifecycle --web.config.file=/etc/prometheus/web.yml',
          '9090:9090',
        ),
      },
    },
    { name: 'not published', files: { 'compose.yaml': stackWith() } },
  ],
  notApplicable: [
    { name: 'no Prometheus', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
});
