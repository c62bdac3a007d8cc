import { execa } from 'execa';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCvx } from '../../cli/run-cvx.ts';
import { freePort } from '../../lib/free-port.ts';
import { isOnPath } from '../../stores/servers/qdrant.ts';
import { secrets, type Stack, stackFor } from './stacks.ts';

const able = isOnPath();
if (!able) console.warn('skipped: rendered qdrant.yaml (no qdrant on PATH)');

const KEY = secrets.QDRANT_API_KEY;
const CV =
  'Ada Example\nada@example.com\n\nExperience\nExample Ltd, Backend Engineer, 2019 - 2024\nTypeScript, PostgreSQL\n';

const collectionSchema = z.object({
  result: z.object({
    config: z.object({
      params: z.looseObject({
        shard_number: z.number(),
        replication_factor: z.number(),
        on_disk_payload: z.boolean(),
        vectors: z.looseObject({}),
      }),
      optimizer_config: z.looseObject({
        default_segment_number: z.number(),
        max_optimization_threads: z.number(),
      }),
      wal_config: z.looseObject({ wal_capacity_mb: z.number() }),
      quantization_config: z.looseObject({}).nullable(),
    }),
  }),
});

interface Node {
  readonly url: string;
  readonly metrics: string;
  readonly log: () => string;
  healthy(): Promise<boolean>;
  stop(): Promise<void>;
}

describe.skipIf(!able)('qdrant on rendered files', () => {
  let folder: string;
  const nodes: Node[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cvx-qdrant-conf-'));
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  /** The containers of a stack on ports of this machine: names of peers become addresses, all else is as in the files. */
  async function start(stack: Stack): Promise<readonly Node[]> {
    const [host] = stack.hosts;
    if (host === undefined) throw new Error('No host');
    const names = Object.keys(host.compose.services).filter((name) => /^qdrant(?:-\d)?$/.test(name));
    const peers = await Promise.all(names.map(freePort));
    const started: Node[] = [];
    for (const [n, name] of names.entries()) {
      const service = host.compose.services[name];
      const [http, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
      const home = join(folder, `node-${nodes.length}`);
      await mkdir(join(home, 'config'), { recursive: true });
      await writeFile(join(home, 'config/production.yaml'), host.text('qdrant.yaml'));
      const args = (service?.command ?? ['./entrypoint.sh'])
        .slice(1)
        .map((word) =>
          word.replace(/node-(\d):6335/, (_, at: string) => `127.0.0.1:${peers[Number(at) - 1]}`),
        );
      const check = (service?.healthcheck?.test ?? []).map((word) =>
        word.replace('127.0.0.1/6333', `127.0.0.1/${http}`),
      );
      const isHealthy = async (): Promise<boolean> =>
        (await execa(check[1] ?? '', check.slice(2), { reject: false })).exitCode === 0;
      expect(await isHealthy(), 'before it runs').toBe(false);
      const child = execa('qdrant', args, {
        cwd: home,
        reject: false,
        all: true,
        env: {
          RUN_MODE: 'production',
          QDRANT__SERVICE__API_KEY: KEY,
          QDRANT__SERVICE__HTTP_PORT: String(http),
          QDRANT__SERVICE__GRPC_PORT: String(grpc),
          QDRANT__SERVICE__METRICS_PORT: String(metrics),
          QDRANT__CLUSTER__P2P__PORT: String(peers[n]),
        },
      });
      let said = '';
      child.all.on('data', (text: Buffer) => (said += text.toString()));
      const node: Node = {
        url: `http://127.0.0.1:${http}`,
        metrics: `http://127.0.0.1:${metrics}/metrics`,
        log: () => said,
        healthy: isHealthy,
        async stop() {
          child.kill('SIGTERM');
          await child;
        },
      };
      nodes.push(node);
      started.push(node);
      for (let tries = 0; !(await node.healthy()); tries++) {
        if (tries === 150) throw new Error(`${name} did not become healthy: ${said}`);
        await sleep(200);
      }
    }
    return started;
  }

  async function collectionOf(stack: Stack, url: string) {
    const [host] = stack.hosts;
    const environment = host?.compose.services['backend']?.environment ?? {};
    const cvs = join(folder, 'cvs');
    await mkdir(cvs, { recursive: true });
    await writeFile(join(cvs, 'ada.txt'), CV);
    // What the compose file gives to cvx, of this store.
    const given = Object.fromEntries(
      Object.keys(environment)
        .filter((key) => key.startsWith('QDRANT_'))
        .map((key) => [key, String(stack.plan.settings.get(`env/${key}`)?.written)]),
    );
    const run = await runCvx(['ingest', cvs], {
      env: {
        ...given,
        CVX_HOME: join(folder, `home-${nodes.length}`),
        QDRANT_URL: url,
        QDRANT_API_KEY: KEY,
      },
    });
    expect(run.code, run.stderr).toBe(0);
    const get = async (path: string): Promise<unknown> =>
      (await fetch(`${url}${path}`, { headers: { 'api-key': KEY } })).json();
    const names = z
      .object({ result: z.object({ collections: z.array(z.object({ name: z.string() })) }) })
      .parse(await get('/collections'));
    const name = names.result.collections.find((one) => one.name.includes('_chunks'))?.name;
    return collectionSchema.parse(await get(`/collections/${name}`)).result.config;
  }

  test.each([
    ['none', [500, 100_000, '8x32', 1, 15]] as const,
    ['int8', [500, 250_000, '8x32', 1, 17]] as const,
  ])('one node, %s: a collection that cvx makes has the values of the file', async (kind, wish) => {
    const stack = stackFor(wish, kind);
    const [node] = await start(stack);
    if (node === undefined) throw new Error('No node');
    const config = await collectionOf(stack, node.url);
    const of = (path: string) => stack.plan.settings.get(`qdrant/${path}`)?.written;
    expect(config).toMatchObject({
      params: { on_disk_payload: of('storage.on_disk_payload') },
      optimizer_config: {
        default_segment_number: of('storage.optimizers.default_segment_number'),
        max_optimization_threads: of('storage.optimizers.max_optimization_threads'),
      },
      wal_config: { wal_capacity_mb: of('storage.wal.wal_capacity_mb') },
    });
    expect(stack.plan.quantization).toBe(kind);
    if (kind === 'int8')
      expect(config.quantization_config).toMatchObject({ scalar: { type: 'int8', always_ram: true } });
    else expect(config.quantization_config).toBeNull();
    expect(node.log()).not.toMatch(/ERROR|validation errors|panicked/);
    // Without a key only health and, on the port that Prometheus asks, metrics.
    expect((await fetch(`${node.url}/collections`)).status).toBe(401);
    expect((await fetch(`${node.url}/metrics`)).status).toBe(401);
    expect(await (await fetch(node.metrics)).text()).toContain('memory_resident_bytes');
  });

  test('three nodes find each other, and hold two copies of each shard', async () => {
    const stack = stackFor([750, 150_000, '16x64', 1, 15]);
    const cluster = await start(stack);
    expect(cluster).toHaveLength(3);
    const config = await collectionOf(stack, cluster[1]?.url ?? '');
    expect(config.params).toMatchObject({ shard_number: 6, replication_factor: 2 });
    for (const node of cluster) {
      const answer: unknown = await (
        await fetch(`${node.url}/cluster`, { headers: { 'api-key': KEY } })
      ).json();
      const { peers } = z
        .object({ result: z.object({ peers: z.record(z.string(), z.unknown()) }) })
        .parse(answer).result;
      expect(Object.keys(peers)).toHaveLength(3);
      const text = await (await fetch(node.metrics)).text();
      expect(text).toMatch(/^cluster_pending_operations_total \d+$/m);
      expect(text).toMatch(/^collection_dead_replicas/m);
      expect(node.log()).not.toMatch(/panicked|validation errors/);
    }
  });
});
