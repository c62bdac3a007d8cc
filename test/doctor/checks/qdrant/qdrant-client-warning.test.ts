import { qdrantClientWarning } from '../../../../src/doctor/checks/qdrant/qdrant-client-warning.ts';
import { testCheck } from '../../test-check.ts';

const stack = (url: string, more: Record<string, string> = {}, tag = 'v1.18.3'): Record<string, string> => ({
  'compose.yaml': `services:
  api:
    build: ./backend
    environment:
      QDRANT_URL: ${url}
      QDRANT_API_KEY: k-0001
  qdrant:
    image: qdrant/qdrant:${tag}
`,
  ...more,
});
const cloud = (url: string): Record<string, string> => ({
  'compose.yaml': `services:
  api:
    image: registry.example.com/api@sha256:${'0'.repeat(64)}
    environment:
      - QDRANT_URL=${url}
      - QDRANT_API_KEY=k-0001
`,
});
const PYTHON =
  '/app/search.py:9: UserWarning: Api key is used with an insecure connection.\n  client = QdrantClient(url=URL)\n';
const MISMATCH =
  '/app/search.py:9: UserWarning: Qdrant client version 1.16.2 is incompatible with server version 1.8.3. Major versions should match and minor version difference must not exceed 1. Set check_compatibility=False to skip version check.\n';

testCheck(qdrantClientWarning, {
  sick: [
    {
      name: 'http inside the stack: told, and no fault',
      files: stack('http://qdrant:6333'),
      logs: { api: PYTHON },
      finds: [
        {
          at: 'compose.yaml:5:19',
          message: /api warns .* no fault/,
          by: ['config', 'log'],
          severity: 'info',
          fix: 'none',
        },
      ],
    },
    {
      name: "the JavaScript client's words, of a log that names no services, and a Qdrant beside this stack",
      files: cloud('http://host.docker.internal:6333'),
      logs: { '': 'Api key is used with unsecure connection.\n' },
      finds: [{ at: 'compose.yaml:5:9', message: /no fault/, severity: 'info' }],
    },
    {
      name: 'http to a server on the internet, by its files alone',
      files: cloud('http://qdrant.example.com:6333'),
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /unencrypted to qdrant\.example\.com/,
          by: ['config'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'and by its log, with an address',
      files: cloud('http://203.0.113.9:6333'),
      logs: { api: PYTHON },
      finds: [{ at: 'compose.yaml:5:9', message: /unencrypted to 203\.0\.113\.9/, by: ['config', 'log'] }],
    },
    {
      name: 'versions apart: the log, a manifest and the tag agree',
      files: stack(
        'http://qdrant:6333',
        { 'backend/requirements.txt': 'fastapi\nqdrant-client[fastembed]==1.16.2  # search\n' },
        'v1.8.3',
      ),
      logs: { api: MISMATCH },
      finds: [
        {
          at: 'backend/requirements.txt:2:1',
          message: /version 1\.16\.2 of Qdrant's client and the server is 1\.8: more than one minor apart/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the log alone, of the Rust client, with a server of no version',
      files: stack('https://qdrant:6333', {}, 'latest'),
      logs: { api: 'Client version 1.18.0 is not compatible with server version 1.16.3. Major versions …\n' },
      finds: [{ at: 'compose.yaml:2:3', message: /version 1\.18\.0 .* server is 1\.16\.3/, by: ['log'] }],
    },
    {
      name: 'pinned apart, before it ran: the client will say so',
      files: stack('https://qdrant:6333', {
        'backend/package.json': '{"dependencies": {\n  "@qdrant/js-client-rest": "~1.15.0"\n}}\n',
      }),
      finds: [
        {
          at: 'backend/package.json:2:4',
          message: /1\.15\.0 .* server is 1\.18/,
          by: ['config'],
          severity: 'info',
        },
      ],
    },
    {
      name: 'another server runs than the tag says',
      files: stack('https://qdrant:6333', {
        'backend/pyproject.toml': 'dependencies = [\n  "qdrant-client==1.17.0",\n]\n',
      }),
      live: {
        qdrant: new Map([
          [
            'qdrant',
            { seen: true, value: { version: '1.14.1', open: false, collections: [], metrics: new Map() } },
          ],
        ]),
      },
      finds: [{ at: 'backend/pyproject.toml:2:4', message: /server is 1\.14\.1/, by: ['config', 'live'] }],
    },
  ],
  healthy: [
    { name: 'a log without warnings', files: stack('http://qdrant:6333'), logs: { api: 'INFO started\n' } },
    {
      name: 'https since, and versions that were brought together since',
      files: stack('https://qdrant.example.com', { 'backend/requirements.txt': 'qdrant-client==1.17.1\n' }),
      logs: { api: PYTHON },
    },
    {
      name: 'the tag was raised since',
      files: stack('https://qdrant:6333', { 'backend/requirements.txt': 'qdrant-client ~= 1.17.0\n' }),
      logs: { api: MISMATCH },
    },
    {
      name: 'the lines of another service',
      files: stack('http://qdrant:6333'),
      logs: { api: 'INFO started\n', other: PYTHON },
    },
  ],
  notApplicable: [
    {
      name: 'nobody talks to Qdrant; variables of a shared file reach a database',
      files: {
        'compose.yaml':
          'services:\n  db:\n    image: postgres:17\n    environment: {QDRANT_URL: "http://qdrant.example.com", QDRANT_API_KEY: k}\n  qdrant:\n    image: qdrant/qdrant\n',
      },
    },
  ],
  notObservable: [
    {
      name: 'ranges say no version, an old client looks at none, and no log is here',
      files: stack('http://qdrant:6333', {
        'backend/requirements.txt': 'qdrant-client>=1.7,<2\n',
        'backend/worker/requirements.txt': 'qdrant-client==1.9.1\n',
      }),
    },
    ...['qdrant.internal', 'nas.home.arpa', 'qdrant.service.consul', 'qdrant.tail1f2e.ts.net'].map(
      (host) => ({
        name: `a name of a network of our own: ${host}`,
        files: cloud(`http://${host}:6333`),
      }),
    ),
    {
      name: 'the address of the page for people',
      files: {
        'compose.yaml': (cloud('http://vectors.internal:6333')['compose.yaml'] ?? '').replace(
          'environment:\n',
          'environment:\n      - QDRANT_DASHBOARD_URL=http://v.example.com/dashboard\n',
        ),
      },
    },
  ],
});
