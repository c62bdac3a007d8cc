import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printFigure, runNode } from './measure.ts';
import { benchServerSearch } from './search.ts';
import { withServers } from './with-servers.ts';

/** Ingest into and search on PostgreSQL, Qdrant and Redis, beside the embedded store; skipped where one is missing. */
export async function benchServers(folder: string, people: number, seed: number): Promise<void> {
  await withServers('the servers', async (servers) => {
    const home = await mkdtemp(join(tmpdir(), 'cvx-bench-'));
    try {
      const ingest = ['bin/cvx.js', 'ingest', folder, '--quiet'];
      const embedded = await runNode(ingest, { CVX_HOME: home });
      const served = await runNode(ingest, servers);
      printFigure('ingest rate, servers : embedded', embedded.ms / served.ms, 'x', { atLeast: 0.9 });
      await benchServerSearch(servers, people, seed);
    } finally {
      await rm(home, { recursive: true });
    }
  });
}
