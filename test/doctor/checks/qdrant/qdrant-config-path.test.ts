import { qdrantConfigPath } from '../../../../src/doctor/checks/qdrant/qdrant-config-path.ts';
import { testCheck } from '../../test-check.ts';

const CONF = 'storage:\n  on_disk_payload: true\nlog_level: INFO\n';
const files = (more: string, conf = CONF): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n${more}`,
  'q.yaml': conf,
});
const mountAt = (target: string): string => `    volumes:\n      - ./q.yaml:${target}:ro\n`;
const LOG =
  '2026-11-22T08:51:25.364588Z ERROR qdrant::settings: Config file via --config-path is not found: /nope/custom.yaml\n';

testCheck(qdrantConfigPath, {
  sick: [
    {
      name: 'beside the folder',
      files: files(mountAt('/qdrant/config.yaml')),
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^vectors never reads q\.yaml: it is mounted at \/qdrant\/config\.yaml,/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /- \.\/q\.yaml:\/qdrant\/config\/production\.yaml:ro\n/ } },
    },
    {
      name: 'where packages have it, in the long form, for another mode',
      files: files(
        '    environment: {RUN_MODE: staging}\n    volumes:\n      - {type: bind, source: ./q.yaml, target: /etc/qdrant/config.yaml}\n',
      ),
      finds: [{ at: 'compose.yaml:6:9', message: /\/etc\/qdrant/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /target: \/qdrant\/config\/staging\.yaml\}/ } },
    },
    {
      name: 'a path that nothing provides, and the log',
      files: files('    command: ./qdrant --config-path /nope/custom.yaml\n'),
      logs: { vectors: LOG },
      finds: [
        {
          at: 'compose.yaml:4:14',
          message: /names \/nope\/custom\.yaml, which is not there/,
          by: ['config', 'log'],
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    { name: 'where it looks', files: files(mountAt('/qdrant/config/production.yaml')) },
    { name: 'local', files: files(mountAt('/qdrant/config/local.yaml')) },
    {
      name: 'named',
      files: files(
        `    command: ./qdrant --config-path config/custom.yaml\n${mountAt('/qdrant/config/custom.yaml')}`,
      ),
    },
    { name: 'no configuration of Qdrant', files: files(mountAt('/etc/other.yaml'), 'users: [a]\n') },
    { name: 'nothing mounted', files: files('') },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [
    {
      name: 'a start script of its own',
      files: files(`    entrypoint: /start.sh\n${mountAt('/tmp/q.yaml')}`),
    },
  ],
});
