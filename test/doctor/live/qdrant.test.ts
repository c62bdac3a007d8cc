import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOnPath, openQdrantServer, type QdrantServer } from '../../stores/servers/qdrant.ts';
import { look, seen } from './look.ts';

const KEY = 'key-of-the-owner';
if (!isOnPath()) console.warn('Skipped: live evidence of Qdrant (no qdrant on the PATH)');

function compose(environment: Record<string, string>): Record<string, string> {
  return {
    'compose.yaml': `services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n    environment: ${JSON.stringify(environment)}\n`,
  };
}

describe.skipIf(!isOnPath())('a Qdrant', () => {
  let server: QdrantServer;
  const ask = async (files: Record<string, string>) =>
    (await look({ files, services: { vectors: new URL(server.url).host } })).qdrant.get('vectors');
  const put = async (path: string, body: unknown): Promise<void> => {
    const headers = { 'api-key': KEY, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}${path}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  beforeAll(async () => {
    server = (await openQdrantServer({ QDRANT__SERVICE__API_KEY: KEY }))!;
    await put('/collections/cvs', { vectors: { size: 4, distance: 'Dot' } });
    await put('/collections/named', {
      vectors: { text: { size: 8, distance: 'Dot' } },
      optimizers_config: { indexing_threshold: 5000 },
    });
    await put('/collections/cvs/points?wait=true', { points: [{ id: 1, vector: [1, 0, 0, 0] }] });
  });
  afterAll(() => server.stop());

  test('tells version, collections and metrics to whoever has the key', async () => {
    const live = seen(await ask(compose({ QDRANT__SERVICE__API_KEY: KEY })));
    expect(live.version).toMatch(/^1\.\d+\.\d+$/);
    expect(live.open).toBe(false);
    expect(live.collections).toMatchObject([
      { name: 'cvs', status: 'green', optimizerStatus: 'ok', points: 1, indexedVectors: 0, dimensions: 4 },
      { name: 'named', points: 0, dimensions: 8, indexingThreshold: 5000 },
    ]);
    expect(live.metrics.get('collections_total')).toBe(2);
  });

  test('the key is found in its configuration and among the variables of a client', async () => {
    const conf = {
      'compose.yaml': `services:\n  vectors:\n    image: qdrant/qdrant\n    volumes: ['./q.yaml:/qdrant/config/production.yaml']\n`,
      'q.yaml': `service:\n  api_key: ${KEY}\n`,
    };
    const client = {
      'compose.yaml': `services:\n  vectors: {image: qdrant/qdrant}\n  api: {image: api, environment: {QDRANT_API_KEY: ${KEY}}}\n`,
    };
    expect(await ask(conf)).toMatchObject({ seen: true });
    expect(await ask(client)).toMatchObject({ seen: true });
  });

  test.each([
    [
      { QDRANT__SERVICE__API_KEY: 'wrong-battery-9' },
      'it refuses the API key that stands in the files of the project',
    ],
    [{}, 'it asks for an API key, and the files of the project hold none'],
  ])('without the right key is not seen, and why: %j', async (environment, why) => {
    const found = await ask(compose(environment));
    expect(found).toEqual({ seen: false, why: `vectors at ${new URL(server.url).host}: ${why}` });
  });
});

test.skipIf(!isOnPath())('a Qdrant without a key is open', async () => {
  const server = (await openQdrantServer({ QDRANT__LOG_LEVEL: 'ERROR' }))!;
  const live = await look({ files: compose({}), services: { vectors: new URL(server.url).host } });
  expect(live.qdrant.get('vectors')).toMatchObject({ seen: true, value: { open: true, collections: [] } });
  await server.stop();
});
