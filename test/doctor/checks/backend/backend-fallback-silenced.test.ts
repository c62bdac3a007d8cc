import { backendFallbackSilenced } from '../../../../src/doctor/checks/backend/backend-fallback-silenced.ts';
import { testCheck } from '../../test-check.ts';
import { FILES, QDRANT_UTILS } from './fallback-source.ts';

const withSource = (text: string) => ({ ...FILES, 'backend/app/qdrant_utils.py': text });

testCheck(backendFallbackSilenced, {
  sick: [
    {
      name: 'lowered to debug',
      files: withSource(QDRANT_UTILS.replace('logger.warning(', 'logger.debug(')),
      finds: [
        {
          at: 'backend/app/qdrant_utils.py:32:12',
          message: /says so at debug level only/,
          by: ['config'],
          severity: 'warning',
          fix: 'never',
        },
      ],
    },
    {
      name: 'taken away, and the asynchronous client is no better when nobody keeps it',
      files: withSource(`import asyncio
from qdrant_client import AsyncQdrantClient

class Store:
    def client(self):
        try:
            asyncio.get_running_loop()
            return AsyncQdrantClient(url="http://qdrant:6333")
        except RuntimeError:
            return self._sync
`),
      finds: [{ at: 'backend/app/qdrant_utils.py:8:20', message: /says nothing of it/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'it is said aloud: another check', files: FILES },
    {
      name: 'the client is kept on the object',
      files: withSource(`import asyncio
from qdrant_client import QdrantClient

class Store:
    def client(self):
        asyncio.get_running_loop()
        self._client = QdrantClient(url="http://qdrant:6333")
        return self._client
`),
    },
  ],
  notApplicable: [
    {
      name: 'no Qdrant',
      files: { 'compose.yaml': 'services:\n  api:\n    build: .\n', 'app.py': 'import os\n' },
    },
  ],
  notObservable: [
    { name: 'only an image', files: { 'compose.yaml': 'services:\n  api:\n    image: team/api:1\n' } },
  ],
});
