import { backendFallbackClient } from '../../../../src/doctor/checks/backend/backend-fallback-client.ts';
import { container } from '../redis/attack-log.ts';
import { testCheck } from '../../test-check.ts';
import { BACKEND, FILES, QDRANT_UTILS } from './fallback-source.ts';

const LOG =
  '2026-06-01 10:00:00,123 WARNING app.qdrant_utils: Event loop running, using fallback client\n'.repeat(3);
const PLAIN = { 'compose.yaml': 'services:\n  api:\n    image: registry.example.com/team/api:1.4\n' };
const sockets = (open: number) =>
  ({
    docker: { seen: true, value: [{ ...container('backend', []), connections: new Map([[6333, open]]) }] },
  }) as const;

/** The same fault in another hand: no getter, the loop is asked for in the request itself. */
const INLINE = `import asyncio
import logging
from qdrant_client import QdrantClient

log = logging.getLogger(__name__)

def search_similar(vector):
    try:
        loop = asyncio.get_event_loop()
        if loop.is_running():
            log.info("Using fallback client in async context")
            client = QdrantClient(url="http://qdrant:6333")
            return client.query_points("cvs", query=vector)
    except RuntimeError:
        pass
    return asyncio.run(_search(vector))
`;

testCheck(backendFallbackClient, {
  sick: [
    {
      name: 'source, log and sockets agree',
      files: FILES,
      logs: { backend: LOG },
      live: sockets(164),
      finds: [
        {
          at: 'backend/app/qdrant_utils.py:32:12',
          message: /^get_qdrant_client makes a Qdrant client of its own for each call/,
          by: ['config', 'log', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: sockets(12),
        texts: {
          'backend/app/qdrant_utils.py':
            /^import logging\nimport os\n\nimport httpx\nfrom qdrant_client import AsyncQdrantClient\n[^]*QDRANT_POOL_SIZE[^]*\(await client\.query_points\([^]*\)\)\.points[^]*answer = await qdrant\.count\(/,
        },
      },
    },
    {
      name: 'only the source tells',
      files: FILES,
      finds: [
        {
          at: 'backend/app/qdrant_utils.py:32:12',
          message: /each request opens/,
          by: ['config'],
          fix: 'confirm',
        },
      ],
    },
    {
      name: 'another module calls it without await: the patch is for a person',
      files: {
        ...FILES,
        'backend/app/report.py':
          'from .qdrant_utils import get_qdrant_client\n\nprint(get_qdrant_client().get_collections())\n',
      },
      finds: [{ at: 'backend/app/qdrant_utils.py:32:12', message: /makes a Qdrant client/, fix: 'never' }],
    },
    {
      name: 'a shape that is not understood is not rewritten',
      files: { ...FILES, 'backend/app/qdrant_utils.py': INLINE },
      logs: { '': 'shop-backend-1  | INFO:app:Using fallback client in async context\n' },
      finds: [
        {
          at: 'backend/app/qdrant_utils.py:12:22',
          message: /^search_similar makes/,
          by: ['config', 'log'],
          fix: 'none',
        },
      ],
    },
    {
      name: 'no source is here, the log tells',
      files: PLAIN,
      logs: { api: LOG },
      finds: [
        { at: 'compose.yaml:2:3', message: /^api does not keep its Qdrant client/, by: ['log'], fix: 'none' },
      ],
    },
    {
      name: 'more sockets than one client in each process can have',
      files: { 'compose.yaml': BACKEND },
      live: sockets(412),
      finds: [{ at: 'compose.yaml:2:3', message: /^backend does not keep/, by: ['live'], fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'one asynchronous client',
      files: {
        ...FILES,
        'backend/app/qdrant_utils.py': `from qdrant_client import AsyncQdrantClient

_client = None

def client() -> AsyncQdrantClient:
    global _client
    if _client is None:
        _client = AsyncQdrantClient(url="http://qdrant:6333")
    return _client
`,
      },
      logs: { backend: 'INFO: started\n' },
      live: sockets(9),
    },
    {
      name: 'the loop is asked for in another function, and the client is kept by a decorator',
      files: {
        ...FILES,
        'backend/app/qdrant_utils.py': `import asyncio
from functools import lru_cache
from qdrant_client import QdrantClient

@lru_cache(maxsize=1)
def client(in_loop: bool = bool(asyncio.get_event_loop().is_running())):
    # get_running_loop() then QdrantClient( once
    return QdrantClient(url="http://qdrant:6333")

async def later(fn):
    return await asyncio.get_running_loop().run_in_executor(None, fn)
`,
      },
    },
    {
      name: 'every branch keeps what it makes',
      files: {
        ...FILES,
        'backend/app/qdrant_utils.py': QDRANT_UTILS.replace(
          '    return _connect()\n\n\nasync',
          '    if _client is None:\n        _client = _connect()\n    return _client\n\n\nasync',
        ),
      },
    },
    { name: 'a prebuilt image whose log says nothing of it', files: PLAIN, logs: { api: 'INFO: ok\n' } },
  ],
  notApplicable: [
    { name: 'a backend without Qdrant', files: { 'compose.yaml': BACKEND, 'backend/app.py': 'import os\n' } },
    { name: 'no backend', files: { 'compose.yaml': 'services:\n  cache:\n    image: redis:8\n' } },
  ],
  notObservable: [{ name: 'an image, and no log', files: PLAIN }],
});
