import { qdrantPortConflict } from '../../../../src/doctor/checks/qdrant/qdrant-port-conflict.ts';
import { testCheck } from '../../test-check.ts';

const variables = (...lines: string[]): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n    environment:\n${lines.map((line) => `      ${line}\n`).join('')}`,
});
const configured = (conf: string, ...lines: string[]): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: registry.example.com/qdrant/qdrant:v1.18.3\n    volumes:\n      - ./qdrant.yaml:/qdrant/config/production.yaml:ro\n${lines.map((line) => `    ${line}\n`).join('')}`,
  'qdrant.yaml': conf,
});

testCheck(qdrantPortConflict, {
  sick: [
    {
      name: 'REST moved to where gRPC is by default, and the log says who lost',
      files: variables('QDRANT__SERVICE__HTTP_PORT: 6334'),
      logs: {
        vectors:
          '2026-06-01T11:25:48.510601Z ERROR qdrant: Error while starting gRPC server: transport error\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:35',
          message: /REST and gRPC of vectors are both given port 6334/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /HTTP_PORT: "?6333"?\n$/ } },
    },
    {
      name: 'a file: both written, with its comment kept',
      files: configured('service:\n  http_port: 6333\n  grpc_port: 6333 # same as REST\n'),
      finds: [{ at: 'qdrant.yaml:3:14', message: /both given port 6333/, by: ['config'] }],
      afterFix: { texts: { 'qdrant.yaml': /grpc_port: 6334 # same as REST\n$/ } },
    },
    {
      name: 'one variable of .env behind both, in a list',
      files: {
        ...variables(
          '- QDRANT__SERVICE__HTTP_PORT=${QDRANT_PORT}',
          '- QDRANT__SERVICE__GRPC_PORT=${QDRANT_PORT}',
        ),
        '.env': 'QDRANT_PORT=6333\n',
      },
      finds: [{ at: 'compose.yaml:6:9', message: /both given port 6333/ }],
      afterFix: { texts: { 'compose.yaml': /GRPC_PORT=6334\n$/, '.env': /^QDRANT_PORT=6333\n$/ } },
    },
    {
      name: 'metrics on the port of gRPC, which nobody wrote; a variable wins over the file',
      files: configured(
        'service:\n  metrics_port: 6336\n',
        'environment:',
        '  QDRANT__SERVICE__METRICS_PORT: "6334"',
      ),
      finds: [{ at: 'compose.yaml:7:38', message: /gRPC and metrics of vectors/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /METRICS_PORT: "6336"\n$/ } },
    },
    {
      name: 'a variable that clients and the published port use too',
      files: {
        'compose.yaml': `${
          variables('QDRANT__SERVICE__GRPC_PORT: ${QDRANT_PORT}')['compose.yaml'] ?? ''
        }    ports: ["\${QDRANT_PORT}:6333"]\n`,
        '.env': 'QDRANT_PORT=6333\n',
      },
      finds: [{ at: 'compose.yaml:5:35', message: /both given port 6333/ }],
      afterFix: { texts: { 'compose.yaml': /GRPC_PORT: "?6334"?\n/, '.env': /^QDRANT_PORT=6333\n$/ } },
    },
    {
      name: 'REST where its clients call it: it is not moved from there',
      files: {
        'compose.yaml': `${
          variables('QDRANT__SERVICE__HTTP_PORT: 6334')['compose.yaml'] ?? ''
        }  api:\n    build: .\n    environment: {QDRANT_URL: "http://vectors:6334"}\n`,
      },
      finds: [{ at: 'compose.yaml:5:35', message: /REST and gRPC/, fix: 'none' }],
    },
    {
      name: 'three on one port',
      files: configured('service:\n  http_port: 7000\n  grpc_port: 7000\n  metrics_port: 7000\n'),
      finds: [
        { at: 'qdrant.yaml:3:14', message: /REST and gRPC/ },
        { at: 'qdrant.yaml:4:17', message: /REST and metrics/ },
      ],
      afterFix: { texts: { 'qdrant.yaml': /grpc_port: 6334\n {2}metrics_port: 6336\n$/ } },
    },
    {
      name: 'the port between peers, in distributed mode',
      files: configured('cluster:\n  enabled: true\nservice:\n  grpc_port: 6335\n'),
      finds: [{ at: 'qdrant.yaml:4:14', message: /gRPC and the port between peers/ }],
      afterFix: { texts: { 'qdrant.yaml': /grpc_port: 6334\n$/ } },
    },
    {
      name: 'each in the place of the other: nothing is free, a person decides',
      files: configured('service:\n  http_port: 6334\n  grpc_port: 6334\n  metrics_port: 6333\n'),
      finds: [{ at: 'qdrant.yaml:3:14', message: /both given port 6334/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'the defaults', files: variables('TZ: UTC') },
    {
      name: 'REST at 6334 and gRPC off',
      files: configured('service:\n  http_port: 6334\n  grpc_port: null\n'),
    },
    {
      name: 'swapped',
      files: variables('QDRANT__SERVICE__HTTP_PORT: 6334', 'QDRANT__SERVICE__GRPC_PORT: 6333'),
    },
    {
      name: 'the file says the same, a variable moves one; equal ports in a file that another mode reads',
      files: {
        ...configured(
          'service:\n  http_port: 6333\n  grpc_port: 6333\n',
          'environment: [QDRANT__SERVICE__GRPC_PORT=6334]',
        ),
        'config/development.yaml': 'service:\n  http_port: 1\n  grpc_port: 1\n',
      },
    },
    {
      name: 'gRPC at 6335 of a single node, metrics of their own, and one port from the shell',
      files: variables(
        '- QDRANT__SERVICE__GRPC_PORT=6335',
        '- QDRANT__SERVICE__METRICS_PORT=6336',
        '- QDRANT__SERVICE__HTTP_PORT',
      ),
    },
    {
      name: 'ports of the host that are alike are no matter of Qdrant',
      files: {
        'compose.yaml':
          'services:\n  vectors:\n    image: qdrant/qdrant\n    ports: ["6334:6333", "127.0.0.1:6335:6334"]\n',
      },
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
