import { qdrantAliasDuplicate } from '../../../../src/doctor/checks/qdrant/qdrant-alias-duplicate.ts';
import { testCheck } from '../../test-check.ts';

const stack = (conf: string, more = ''): Record<string, string> => ({
  'compose.yaml': `services:
  vectors:
    image: qdrant/qdrant:v1.18.3
    volumes:
      - ./qdrant:/qdrant/config:ro
${more}`,
  'qdrant/production.yaml': conf,
});

testCheck(qdrantAliasDuplicate, {
  sick: [
    {
      name: 'all three, and the log agrees',
      files: stack(
        'storage:\n  optimizers:\n    indexing_threshold: 20000 # kB\n    max_segment_size: 100000\n  hnsw_index:\n    full_scan_threshold: 10000\n',
      ),
      logs: { vectors: 'Error: duplicate field `indexing_threshold` for key `storage.optimizers`\n' },
      finds: [
        {
          at: 'qdrant/production.yaml:3:25',
          message: /does not start with storage\.optimizers\.indexing_threshold/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'safe',
        },
        { at: 'qdrant/production.yaml:4:23', message: /max_segment_size_kb/ },
        { at: 'qdrant/production.yaml:6:26', message: /full_scan_threshold_kb/ },
      ],
      afterFix: {
        texts: {
          'qdrant/production.yaml':
            /indexing_threshold_kb: 20000 # kB\n {4}max_segment_size_kb: 100000\n[^]*full_scan_threshold_kb: 10000/,
        },
      },
    },
    {
      name: 'beside its own long name, which stays',
      files: stack(
        'storage:\n  optimizers:\n    indexing_threshold: 20000\n    indexing_threshold_kb: 10000\n',
      ),
      finds: [{ at: 'qdrant/production.yaml:3:25', message: /same field/ }],
      afterFix: { texts: { 'qdrant/production.yaml': /optimizers:\n {4}indexing_threshold_kb: 10000\n$/ } },
    },
    {
      name: 'a variable, in a list and in small letters',
      files: stack(
        'log_level: INFO\n',
        '    environment:\n      - qdrant__storage__optimizers__indexing_threshold=1000\n      - TZ=UTC\n',
      ),
      finds: [{ at: 'compose.yaml:7:9', message: /does not start with qdrant__storage/, fix: 'safe' }],
      afterFix: {
        texts: {
          'compose.yaml': /- TZ=UTC\n {6}- QDRANT__STORAGE__OPTIMIZERS__INDEXING_THRESHOLD_KB=1000\n/,
        },
      },
    },
  ],
  healthy: [
    {
      name: 'long names, the one alias that starts, and the API names where they belong',
      files: stack(
        'storage:\n  optimizers:\n    indexing_threshold_kb: 20000\n    memmap_threshold: 1000\n  optimizers_overwrite:\n    indexing_threshold: 1000\n',
      ),
    },
    {
      name: 'a file that another mode would read',
      files: {
        ...stack('log_level: INFO\n'),
        'qdrant/development.yaml': 'storage:\n  optimizers:\n    indexing_threshold: 1\n',
      },
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
