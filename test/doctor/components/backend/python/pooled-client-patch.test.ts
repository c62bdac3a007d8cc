import { execFileSync, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createFixture } from 'fs-fixture';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { clientsPerCall } from '../../../../../src/doctor/components/backend/python/client-per-call.ts';
import { pooledClientPatch } from '../../../../../src/doctor/components/backend/python/pooled-client-patch.ts';
import { readPython } from '../../../../../src/doctor/components/backend/python/python-source.ts';
import { applyEdits } from '../../../../../src/edits/apply-edits.ts';
import { QDRANT_UTILS } from '../../../checks/backend/fallback-source.ts';

const STACK = fileURLToPath(
  new URL('../../../../fixtures/stacks/cv-analyzer/backend/app/qdrant_utils.py', import.meta.url),
);
const python = spawnSync('python3', ['--version']).status === 0;
if (!python) console.warn('SKIPPED: python3 is not installed; the patched modules are not run.');

function patched(text: string): string | undefined {
  const file = 'qdrant_utils.py';
  const [maker] = clientsPerCall([readPython(file, text)]);
  const edits = maker && pooledClientPatch(maker);
  const result = edits && applyEdits(new Map([[file, text]]), edits);
  expect(result?.refused ?? []).toEqual([]);
  return result?.changes[0]?.after;
}

/**
 * Not qdrant-client itself, which no machine of this suite has: clients with its constructor's names that open a real connection
 * each and keep it, so that a server can count them. With qdrant-client 1.15.1 and Qdrant 1.18.3 the patched module was run by hand.
 */
const STAND_INS = {
  'httpx.py':
    'class Limits:\n    def __init__(self, *, max_connections):\n        self.most = max_connections\n',
  'settings.py':
    'class settings:\n    qdrant_host = "127.0.0.1"\n    qdrant_port = None\n    qdrant_collection = "cvs"\n',
  'qdrant_client.py': `import socket, types
kept = []
class QdrantClient:
    def __init__(self, *, host, port, timeout):
        self.socket = socket.create_connection((host, port), timeout)
        self.socket.recv(2)
        kept.append(self)
    def query_points(self, collection, *, query, limit):
        return types.SimpleNamespace(points=query[:limit])
    def count(self, collection):
        return types.SimpleNamespace(count=7)
class AsyncQdrantClient(QdrantClient):
    def __init__(self, *, limits, **rest):
        assert limits.most == 4
        super().__init__(**rest)
    async def query_points(self, *args, **rest):
        return super().query_points(*args, **rest)
    async def count(self, *args):
        return super().count(*args)
`,
  'run.py': `import asyncio, importlib, sys, types
package = types.ModuleType("app"); package.__path__ = ["."]; sys.modules["app"] = package
import settings; settings.settings.qdrant_port = int(sys.argv[1]); sys.modules["app.settings"] = settings
module = importlib.import_module("app.qdrant_utils")
async def main():
    for _ in range(5):
        assert await module.search([0.5, 0.25], 1) == [0.5]
    if hasattr(module, "count"):
        assert await module.count() == 7
asyncio.run(main())
`,
};

/** How many connections the module opens for five searches. */
async function connectionsOf(module: string): Promise<number> {
  await using fixture = await createFixture({ ...STAND_INS, 'qdrant_utils.py': module });
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => socket.destroy());
    socket.write('ok');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const env = { QDRANT_TIMEOUT: '5', QDRANT_POOL_SIZE: '4', PYTHONDONTWRITEBYTECODE: '1' };
  try {
    await execa('python3', ['run.py', String(port)], { cwd: fixture.path, env });
    return connections;
  } finally {
    server.close();
  }
}

test.skipIf(!python).each([
  ['the stack of the fixtures', readFileSync(STACK, 'utf8')],
  ['a module with more users', QDRANT_UTILS],
  [
    'tabs, one line, no timeout, no annotation',
    QDRANT_UTILS.replace(
      /def _connect[^]*?\n\)?\n\n/,
      'def _connect():\n    return QdrantClient(host=settings.qdrant_host, port=settings.qdrant_port)\n\n',
    ).replaceAll('    ', '\t'),
  ],
])('after the patch one client serves all searches: %s', async (_, text) => {
  const after = patched(text);
  expect(after).toBeDefined();
  if (!text.includes('QdrantClient(host=')) expect(await connectionsOf(text)).toBeGreaterThanOrEqual(5);
  expect(await connectionsOf(after ?? '')).toBe(1);
});

test.skipIf(!python)('the patched module compiles', async () => {
  await using fixture = await createFixture({
    'qdrant_utils.py': patched(readFileSync(STACK, 'utf8')) ?? '',
  });
  execFileSync('python3', ['-m', 'py_compile', 'qdrant_utils.py'], { cwd: fixture.path });
});

test.each([
  [
    'the client is taken by a function that is no coroutine',
    QDRANT_UTILS.replace('async def count', 'def count'),
  ],
  ['the client itself is handed on', QDRANT_UTILS.replace('return answer.count', 'return use(qdrant)')],
  [
    'it is called where it is got',
    `${QDRANT_UTILS}\n\nasync def more():\n    return get_qdrant_client().get_collections()\n`,
  ],
  ['another client is made beside it', `${QDRANT_UTILS}\n\nadmin = QdrantClient(url="http://qdrant:6333")\n`],
  ['nothing is kept', QDRANT_UTILS.replace('_client = None\n', '_client = object()\n')],
  ['the import has other names', QDRANT_UTILS.replace('import QdrantClient', 'import QdrantClient, models')],
])('a module is left alone where %s', (_, text) => {
  expect(patched(text)).toBeUndefined();
});
