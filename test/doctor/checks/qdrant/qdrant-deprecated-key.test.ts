import { qdrantDeprecatedKey } from '../../../../src/doctor/checks/qdrant/qdrant-deprecated-key.ts';
import type { LiveEvidence } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

const stack = (tag: string, conf: string, more = ''): Record<string, string> => ({
  'compose.yaml': `services:
  vectors:
    image: qdrant/qdrant${tag}
    volumes: ["./qdrant.yaml:/qdrant/config/production.yaml:ro"]
${more}`,
  'qdrant.yaml': conf,
});
const runs = (version: string): Partial<LiveEvidence> => ({
  qdrant: new Map([
    ['vectors', { seen: true, value: { version, open: false, collections: [], metrics: new Map() } }],
  ]),
});

testCheck(qdrantDeprecatedKey, {
  sick: [
    {
      name: 'memmap_threshold, from 1.15 on: nothing takes its place one to one',
      files: stack(':v1.15.4', 'storage:\n  optimizers:\n    memmap_threshold_kb: 20000\n'),
      finds: [
        {
          at: 'qdrant.yaml:3:26',
          message: /memmap_threshold_kb, which is deprecated since Qdrant 1\.15; .*on_disk/,
          by: ['config'],
          severity: 'info',
          fix: 'none',
        },
      ],
    },
    {
      name: 'its short name, as a variable',
      files: stack(
        ':v1.18.3-unprivileged',
        'log_level: INFO\n',
        '    environment:\n      - QDRANT__STORAGE__OPTIMIZERS__MEMMAP_THRESHOLD=20000\n',
      ),
      finds: [{ at: 'compose.yaml:6:9', message: /reads QDRANT__STORAGE__OPTIMIZERS__MEMMAP_THRESHOLD/ }],
    },
    {
      name: 'the flags of 1.19, each with what it is today',
      files: stack(
        ':v1.19.0',
        'storage:\n  on_disk_payload: false\n  hnsw_index:\n    m: 16\n    on_disk: true\n  collection:\n    vectors:\n      on_disk: true\n    quantization:\n      scalar:\n        type: int8\n        always_ram: true\n',
      ),
      finds: [
        { at: 'qdrant.yaml:5:14', message: /today it is storage\.hnsw_index\.memory: cold/, fix: 'never' },
        { at: 'qdrant.yaml:8:16', message: /storage\.collection\.vectors\.memory: cold/ },
        { at: 'qdrant.yaml:2:20', message: /storage\.payload\.memory: cached/ },
        { at: 'qdrant.yaml:12:21', message: /quantization\.scalar\.memory: pinned/ },
      ],
      afterFix: { texts: { 'qdrant.yaml': /m: 16\n {4}memory: cold\n[^]*type: int8\n {8}memory: pinned\n/ } },
    },
    ...[
      ['a mapping', 'QDRANT__STORAGE__HNSW_INDEX__ON_DISK: "true"', 45],
      ['a list', '- QDRANT__STORAGE__HNSW_INDEX__ON_DISK=true', 9],
    ].map(([form = '', line = '', column = 0]) => ({
      name: `the only variable of ${form}: what replaces it stays`,
      files: stack(':v1.19.0', 'log_level: INFO\n', `    environment:\n      ${line}\n`),
      finds: [{ at: `compose.yaml:6:${column}`, message: /ON_DISK, which is deprecated/ }] as const,
      afterFix: {
        texts: {
          'compose.yaml': /environment:\n {6}(?:- )?QDRANT__STORAGE__HNSW_INDEX__MEMORY[=:] ?cold\n$/,
        },
      },
    })),
    {
      name: 'a variable, of a version that only the running server tells; what replaces it is set already',
      files: stack(
        '@sha256:0000000000000000000000000000000000000000000000000000000000000000',
        'storage:\n  hnsw_index:\n    memory: pinned\n',
        '    environment:\n      QDRANT__STORAGE__HNSW_INDEX__ON_DISK: "true"\n      TZ: UTC\n',
      ),
      live: runs('1.19.2'),
      finds: [{ at: 'compose.yaml:6:45', message: /ON_DISK, which is deprecated since Qdrant 1\.19/ }],
      afterFix: { texts: { 'compose.yaml': /environment:\n {6}TZ: UTC\n$/ } },
    },
  ],
  healthy: [
    {
      name: 'before they were deprecated',
      files: stack(
        ':v1.14.1',
        'storage:\n  optimizers:\n    memmap_threshold_kb: 20000\n  hnsw_index:\n    on_disk: true\n',
      ),
    },
    {
      name: '1.18 with the flags of 1.19',
      files: stack(':v1.18.3', 'storage:\n  hnsw_index:\n    on_disk: true\n'),
    },
    {
      name: 'defaults that were written out, as the file of the image has them',
      files: stack(
        ':v1.19.0',
        'storage:\n  on_disk_payload: true\n  optimizers:\n    memmap_threshold_kb: null\n  hnsw_index:\n    on_disk: false\n  collection:\n    vectors:\n      on_disk: null\n',
      ),
    },
    {
      name: 'no configuration, and no version',
      files: { 'compose.yaml': 'services:\n  q:\n    image: qdrant/qdrant\n' },
    },
    { name: 'what is said today', files: stack(':v1.19.0', 'storage:\n  hnsw_index:\n    memory: cold\n') },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [
    {
      name: 'a tag that is no version',
      files: stack(':latest', 'storage:\n  optimizers:\n    memmap_threshold_kb: 20000\n'),
    },
  ],
});
