import { qdrantHealthcheck } from '../../../../src/doctor/checks/qdrant/qdrant-healthcheck.ts';
import { container } from '../redis/attack-log.ts';
import { testCheck } from '../../test-check.ts';

const compose = (more: string, image = 'qdrant/qdrant:v1.18.3'): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: ${image}\n${more}`,
});
const BASH =
  "exec 3<>/dev/tcp/127.0.0.1/6333; printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3; grep -q '200 OK' <&3";

testCheck(qdrantHealthcheck, {
  sick: [
    {
      name: 'curl, and the container is unhealthy',
      files: compose(
        '    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:6333/healthz"]\n      interval: 7s # often\n',
      ),
      live: { docker: { seen: true, value: [{ ...container('vectors', []), health: 'unhealthy' }] } },
      finds: [
        {
          at: 'compose.yaml:5:13',
          message: /calls curl, which Qdrant's image does not have/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /dev\/tcp\/127\.0\.0\.1\/6333[^]*interval: 7s # often/ } },
    },
    {
      name: 'wget by a shell',
      files: compose(
        '    healthcheck:\n      test: wget -q --spider http://localhost:6333/readyz || exit 1\n',
      ),
      finds: [{ at: 'compose.yaml:5:13', message: /calls wget/ }],
    },
    {
      name: 'none',
      files: compose('', 'ghcr.io/mirror/qdrant:v1.15'),
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /no health check/,
          by: ['config'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /healthcheck:\n[^]*\/dev\/tcp\/127\.0\.0\.1\/6333/ } },
    },
  ],
  healthy: [
    {
      name: 'bash',
      files: compose(
        `    healthcheck:\n      test: ["CMD", "bash", "-c", "${BASH.replaceAll('\\', '\\\\')}"]\n`,
      ),
    },
    { name: 'switched off', files: compose('    healthcheck:\n      disable: true\n') },
  ],
  notApplicable: [
    {
      name: 'an own image may have curl',
      files: {
        'compose.yaml':
          'services:\n  vectors:\n    build: ./q\n    healthcheck:\n      test: curl -f localhost:6333/readyz\n',
        'q/Dockerfile': 'FROM qdrant/qdrant:v1.18.3\nRUN apt-get update && apt-get install -y curl\n',
      },
    },
  ],
});
