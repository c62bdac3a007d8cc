import { qdrantUnknownKey } from '../../../../src/doctor/checks/qdrant/qdrant-unknown-key.ts';
import { testCheck } from '../../test-check.ts';

const stack = (
  conf: string,
  image = 'qdrant/qdrant:v1.18.3',
  target = 'production',
): Record<string, string> => ({
  'compose.yaml': `services:
  vectors:
    image: ${image}
    volumes:
      - ./qdrant.yaml:/qdrant/config/${target}.yaml:ro
`,
  'qdrant.yaml': conf,
});

testCheck(qdrantUnknownKey, {
  sick: [
    {
      name: 'requests are no threads; a thread count in the wrong section',
      files: stack(
        'storage:\n  performance:\n    max_search_requests: 100 # at once\n    max_optimization_threads: 4\n',
      ),
      finds: [
        {
          at: 'qdrant.yaml:3:26',
          message:
            /does not read storage\.performance\.max_search_requests: 100 is without effect; what exists is storage\.performance\.max_search_threads/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
        {
          at: 'qdrant.yaml:4:31',
          message: /what exists is storage\.optimizers\.max_optimization_threads/,
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'qdrant.yaml':
            /max_search_threads: 100 # at once\n[^]*optimizers:\n {4}max_optimization_threads: 4/,
        },
      },
    },
    {
      name: 'a section of the API, with a name that would then stop the server',
      files: stack(
        'storage:\n  # the graph\n  hnsw_config:\n    m: 32 # links\n    full_scan_threshold: 10000\n  on_disk_payload: true\n',
      ),
      finds: [
        {
          at: 'qdrant.yaml:3:3',
          message: /storage\.hnsw_config: the section is without effect/,
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'qdrant.yaml':
            /# the graph\n {2}hnsw_index:\n {4}m: 32 # links\n {4}full_scan_threshold_kb: 10000\n {2}on_disk_payload: true\n/,
        },
      },
    },
    {
      name: 'sections at the wrong level, what is set already, and capitals',
      files: stack(
        'Log_Level: WARN\noptimizers:\n  default_segment_number: 4\nstorage:\n  collection:\n    hnsw_config:\n      m: 24\n  hnsw_index:\n    m: 16\ntelemetry:\n  enabled: false\n',
        'registry.example.com/qdrant:latest',
        'config',
      ),
      finds: [
        { at: 'qdrant.yaml:1:12', message: /does not read Log_Level: .*what exists is log_level/ },
        { at: 'qdrant.yaml:2:1', message: /what exists is storage\.optimizers/ },
        { at: 'qdrant.yaml:6:5', message: /what exists is storage\.hnsw_index/ },
        { at: 'qdrant.yaml:10:1', message: /does not read telemetry/ },
      ],
      afterFix: {
        texts: {
          'qdrant.yaml':
            /log_level: WARN\n[^]*hnsw_index:\n {4}m: 16\n[^]*optimizers:\n {4}default_segment_number: 4/,
        },
      },
    },
    {
      name: 'nothing of the kind exists',
      files: stack('service:\n  max_connections: 500\n  http_port: 6333\n'),
      finds: [{ at: 'qdrant.yaml:2:20', message: /max_connections: 500 is without effect/, fix: 'confirm' }],
      afterFix: { texts: { 'qdrant.yaml': /^service:\n {2}http_port: 6333\n$/ } },
    },
  ],
  healthy: [
    {
      name: 'objects, lists and open sections of the schema',
      files: stack(`log_level: INFO
service:
  api_key: secret
storage:
  optimizers:
    memmap_threshold: 20000
  optimizers_overwrite:
    indexing_threshold: 1000
  snapshots_config:
    s3_config:
      bucket: b
  collection:
    quantization:
      scalar:
        type: int8
        always_ram: true
    strict_mode:
      enabled: true
cluster:
  p2p:
    port: 6335
gpu:
  devices: null
tls:
`),
    },
    {
      name: 'keys of a newer version',
      files: stack(
        'storage:\n  performance:\n    io_uring: true\n  payload:\n    memory: cold\n',
        'qdrant/qdrant:v1.19.0',
      ),
    },
    {
      name: 'a key that stops the server is told by another check',
      files: stack('storage:\n  optimizers:\n    indexing_threshold: 1000\n'),
    },
  ],
  notApplicable: [
    { name: 'no file', files: { 'compose.yaml': 'services:\n  q:\n    image: qdrant/qdrant:v1.18.3\n' } },
    {
      name: 'a manifest for another system that nothing mounts',
      files: {
        'compose.yaml': 'services:\n  q:\n    image: qdrant/qdrant:v1.18.3\n',
        'k8s/qdrant.yaml': 'kind: Deployment\nspec:\n  replicas: 1\n',
      },
    },
  ],
});
