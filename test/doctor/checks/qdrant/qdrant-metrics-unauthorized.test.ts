import { qdrantMetricsUnauthorized } from '../../../../src/doctor/checks/qdrant/qdrant-metrics-unauthorized.ts';
import { testCheck } from '../../test-check.ts';

const stack = (
  job: string,
  image = 'qdrant/qdrant:v1.18.3',
  key = '      QDRANT__SERVICE__API_KEY: x1\n',
): Record<string, string> => ({
  'compose.yaml': `services:
  vectors:
    image: ${image}
    environment:
      TZ: UTC
${key}  prometheus:
    image: prom/prometheus:v3.5.3
    volumes:
      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro
`,
  'prometheus.yml': `scrape_configs:
  - job_name: qdrant # vectors
    static_configs:
      - targets: ["vectors:6333"]
${job}`,
});

testCheck(qdrantMetricsUnauthorized, {
  sick: [
    {
      name: 'a key, and a job without',
      files: stack(''),
      finds: [
        {
          at: 'prometheus.yml:4:19',
          message: /without the key that vectors asks for/,
          by: ['config'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'compose.yaml': /QDRANT__SERVICE__METRICS_PORT: "6336"/,
          'prometheus.yml': /job_name: qdrant # vectors[^]*"vectors:6336"/,
        },
      },
    },
    {
      name: 'a version without such a port',
      files: stack('', 'qdrant/qdrant:v1.15.4'),
      finds: [{ at: 'prometheus.yml:4:19', message: /401/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'no key', files: stack('', undefined, '') },
    {
      name: 'a token',
      files: stack('    authorization:\n      credentials_file: /etc/prometheus/qdrant.key\n'),
    },
    {
      name: 'its own port',
      files: {
        ...stack(
          '',
          undefined,
          '      QDRANT__SERVICE__API_KEY: x1\n      QDRANT__SERVICE__METRICS_PORT: 9099\n',
        ),
        'prometheus.yml':
          'scrape_configs:\n  - job_name: q\n    static_configs:\n      - targets: ["vectors:9099"]\n',
      },
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
