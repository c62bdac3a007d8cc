import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { composePublicDataPort } from '../../../../src/doctor/checks/compose/compose-public-data-port.ts';
import { qdrantOpen } from '../../../../src/doctor/checks/qdrant/qdrant-open.ts';
import { diagnose } from '../../../../src/doctor/diagnose.ts';
import { evidenceOf, testCheck } from '../../test-check.ts';
import { qdrantLive } from './qdrant-live.ts';

const compose = (more: string, image = 'qdrant/qdrant:v1.18.3'): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: ${image}\n${more}`,
});

testCheck(qdrantOpen, {
  sick: [
    {
      name: 'published, and it answers; the clients have a key that nobody asks for',
      files: {
        ...compose('    ports:\n      - "6333:6333"\n      - "127.0.0.1:6334:6334"\n'),
        '.env': 'QDRANT_API_KEY=0123456789abcdef0123456789abcdef\n',
      },
      live: qdrantLive({}),
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /asks for no key and is published on every address:6333/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: {},
        texts: { 'compose.yaml': /QDRANT__SERVICE__API_KEY: "?\$\{QDRANT_API_KEY\}"?\n/ },
      },
    },
    {
      name: 'no key anywhere: a person makes one',
      files: compose('    network_mode: host\n'),
      finds: [
        { at: 'compose.yaml:2:3', message: /published on the host's network/, by: ['config'], fix: 'none' },
      ],
    },
    {
      name: 'no key anywhere, and a range of ports: for this machine alone',
      files: compose('    ports:\n      - 6333-6334:6333-6334\n'),
      finds: [{ at: 'compose.yaml:5:9', message: /every address:6333/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /- "?127\.0\.0\.1:6333-6334:6333-6334"?\n/ } },
    },
    {
      name: 'an empty key of a version that takes it for none',
      files: compose(
        '    ports: ["6333:6333"]\n    environment:\n      QDRANT__SERVICE__API_KEY: ""\n',
        'qdrant/qdrant:v1.19.1',
      ),
      finds: [{ at: 'compose.yaml:4:13', message: /6333/ }],
    },
  ],
  healthy: [
    {
      name: 'a key',
      files: compose(
        '    ports: ["6333:6333"]\n    environment:\n      - QDRANT__SERVICE__API_KEY=${KEY:-x}\n',
      ),
    },
    {
      name: 'a key in the file',
      files: {
        ...compose(
          '    ports: ["6333:6333"]\n    volumes:\n      - ./p.yaml:/qdrant/config/production.yaml\n',
        ),
        'p.yaml': 'service:\n  api_key: long\n',
      },
    },
    { name: 'the host alone', files: compose('    ports: ["127.0.0.1:6333:6333"]\n') },
    { name: 'not published', files: compose('') },
    {
      name: 'it refuses, whatever sets it',
      files: compose('    ports: ["6333:6333"]\n'),
      live: qdrantLive({ open: false }),
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});

test('one finding of one port: this one, not the one of any store', async () => {
  await using fixture = await createFixture(compose('    ports: ["6333:6333"]\n'));
  const evidence = await evidenceOf(qdrantOpen, fixture.path, {});
  expect(diagnose([composePublicDataPort, qdrantOpen], evidence).findings).toMatchObject([
    { id: 'qdrant-open', at: { line: 4 } },
  ]);
});
