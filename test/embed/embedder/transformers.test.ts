import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createFixture } from 'fs-fixture';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTransformersEmbedder } from '../../../src/embed/embedder/transformers.ts';
import { cosine, embedderContract } from '../../contracts/embedder.ts';

const MODEL = 'Xenova/all-MiniLM-L6-v2';
const MODELS = fileURLToPath(new URL('../../../../shared/models', import.meta.url));
const hasModel = existsSync(join(MODELS, MODEL, 'onnx/model_quantized.onnx'));
const why = hasModel ? '' : ` (skipped: no model in ../shared/models/${MODEL})`;
const silent = (): void => undefined;

describe.skipIf(!hasModel)(`with all-MiniLM-L6-v2${why}`, () => {
  const open = async () =>
    openTransformersEmbedder({
      model: MODEL,
      localModelPath: MODELS,
      cacheDir: '/nonexistent',
      onDownload: silent,
    });
  embedderContract('transformers', open);

  it('names the model, its precision and its content in the id', async () => {
    const embedder = await open();
    expect(embedder.id).toMatch(/^transformers:Xenova\/all-MiniLM-L6-v2:q8:[0-9a-f]{12}$/);
    expect(embedder.dimensions).toBe(384);
    await embedder.close();
  });

  it('opens a model by the path of its folder, and keeps models of one name apart by their content', async () => {
    await using fixture = await createFixture({});
    const folder = join(fixture.path, 'all-MiniLM-L6-v2');
    await cp(join(MODELS, MODEL), folder, { recursive: true });
    const options = { model: folder, cacheDir: fixture.path, onDownload: silent };
    const whole = await openTransformersEmbedder(options);
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
    await rm(join(folder, 'config.json'));
    await fixture.writeFile('all-MiniLM-L6-v2/config.json', JSON.stringify({ ...config, tuned: true }));
    const tuned = await openTransformersEmbedder(options);
    expect(whole.id).toMatch(/^transformers:all-MiniLM-L6-v2:q8:/);
    expect(tuned.id).not.toBe(whole.id);
    await whole.close();
    await tuned.close();
  });

  it('pools as the model says', async () => {
    await using fixture = await createFixture({});
    const folder = join(fixture.path, 'cls');
    await cp(join(MODELS, MODEL), folder, { recursive: true });
    await mkdir(join(folder, '1_Pooling'));
    await fixture.writeFile('cls/1_Pooling/config.json', JSON.stringify({ pooling_mode_cls_token: true }));
    const byMean = await open();
    const byFirst = await openTransformersEmbedder({
      model: folder,
      cacheDir: fixture.path,
      onDownload: silent,
    });
    const [mean] = await byMean.embed(['plumber']);
    const [first] = await byFirst.embed(['plumber']);
    expect(cosine(mean, first)).toBeLessThan(0.98);
    await byMean.close();
    await byFirst.close();
  });

  describe('from a hub', () => {
    let hub: Server;
    let address = '';
    const asked: string[] = [];
    let isBroken = false;

    async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      asked.push(request.url ?? '');
      const file = /^\/(.+)\/resolve\/main\/(.+)$/.exec(request.url ?? '');
      const path = join(MODELS, file?.[1] ?? '', file?.[2] ?? '');
      if (file === null || !existsSync(path)) {
        response.writeHead(404).end();
        return;
      }
      const bytes = await readFile(path);
      if (request.headers.range !== undefined) {
        response.writeHead(206, { 'content-range': `bytes 0-0/${bytes.length}` }).end(bytes.subarray(0, 1));
        return;
      }
      response.writeHead(200, { 'content-length': bytes.length });
      if (isBroken && bytes.length > 1_000_000)
        response.write(bytes.subarray(0, 1000), () => response.destroy());
      else response.end(bytes);
    }

    beforeAll(async () => {
      hub = createServer((request, response) => void answer(request, response));
      await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
      const bound = hub.address();
      if (bound !== null && typeof bound === 'object') address = `http://127.0.0.1:${bound.port}`;
    });
    afterAll(async () => new Promise<unknown>((resolve) => hub.close(resolve)));

    it('says what, how large, from where and where to, then downloads once', async () => {
      await using cache = await createFixture({});
      const said: string[] = [];
      const options = {
        model: MODEL,
        cacheDir: cache.path,
        hub: address,
        onDownload: (text: string) => said.push(text),
      };
      const first = await openTransformersEmbedder(options);
      expect(said).toEqual([
        `Downloading ${MODEL} (23.6 MB) from ${address}/${MODEL} to ${join(cache.path, MODEL)}`,
      ]);
      const downloads = asked.length;
      const second = await openTransformersEmbedder(options);
      expect(asked).toHaveLength(downloads);
      expect(said).toHaveLength(1);
      expect(second.id).toBe(first.id);
      await first.close();
      await second.close();
    });

    it('never takes half a download for a model', async () => {
      await using cache = await createFixture({});
      const options = { model: MODEL, cacheDir: cache.path, hub: address, onDownload: silent };
      isBroken = true;
      await expect(openTransformersEmbedder(options)).rejects.toMatchObject({
        code: 'CVX_MODEL_UNAVAILABLE',
        exit: 3,
      });
      isBroken = false;
      const embedder = await openTransformersEmbedder(options);
      expect(embedder.dimensions).toBe(384);
      await embedder.close();
    });

    it('says so where the hub has no such model', async () => {
      await using cache = await createFixture({});
      const options = { model: 'nobody/nothing', cacheDir: cache.path, hub: address, onDownload: silent };
      await expect(openTransformersEmbedder(options)).rejects.toMatchObject({
        code: 'CVX_MODEL_UNAVAILABLE',
        exit: 2,
      });
    });
  });
});

describe('a model that cannot be had', () => {
  it('names the ways out when the hub cannot be reached', async () => {
    await using cache = await createFixture({});
    // Port 9 (discard) is closed on any machine that runs tests.
    const options = { model: MODEL, cacheDir: cache.path, hub: 'http://127.0.0.1:9', onDownload: silent };
    const error = await openTransformersEmbedder(options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'CVX_MODEL_UNAVAILABLE', exit: 3 });
    expect(error).toHaveProperty(
      'hint',
      expect.stringMatching(/EMBEDDING_MODEL to its path[\s\S]*unset EMBEDDING_MODEL/),
    );
  });

  it('does not look on the hub for a path', async () => {
    await using fixture = await createFixture({ 'model/config.json': '{}' });
    const options = { model: join(fixture.path, 'model'), cacheDir: fixture.path, onDownload: silent };
    await expect(openTransformersEmbedder(options)).rejects.toMatchObject({
      code: 'CVX_MODEL_UNAVAILABLE',
      exit: 2,
    });
  });
});
