import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { openSqlCandidateStore } from '../../src/stores/candidate-store/sql.ts';
import { openScanIndex } from '../../src/stores/search-index/scan.ts';
import { lockHome } from '../../src/stores/sql/lock.ts';
import { openPglitePool } from '../../src/stores/sql/pool-pglite.ts';
import { templateFile } from '../../src/stores/sql/template.ts';
import { CRASH_SPEC, crashBatch } from './crash-batch.ts';

const KILLS = 5;

test(
  'kill -9 at any moment loses nothing that was acknowledged and doubles nothing',
  { timeout: 180_000 },
  async () => {
    await using home = await createFixture({});
    const args = { dataDir: home.getPath('data'), templateFile: await templateFile() };
    let acknowledged = -1;
    for (let kill = 0; kill < KILLS; kill++) {
      // The batch under way when the last child died is sent again, as an interrupted ingest does.
      const child = fork(join(import.meta.dirname, 'crash-writer.ts'), [home.path, `${acknowledged + 1}`], {
        execArgv: ['--import', 'tsx'],
      });
      // Its last messages may be read after its end.
      const exit = Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
      child.on('message', ({ stored }: { stored: number }) => (acknowledged = stored));
      await Promise.race([once(child, 'message'), exit]);
      expect(child.exitCode).toBeNull();
      await sleep(Math.random() * 300);
      child.kill('SIGKILL');
      await exit;

      const lock = await lockHome(home.path, { waitMs: 0, command: 'cvx test' });
      const { pool, close } = await openPglitePool(args);
      const store = openSqlCandidateStore(pool, 'pglite');
      const index = openScanIndex(pool, CRASH_SPEC);
      expect(await store.migrate()).toEqual([]);
      const documents = Array.from({ length: acknowledged + 1 }, (_, batch) => crashBatch(batch)).flat();
      const owners = await store.owners(documents.map(({ document }) => document.id));
      expect(owners.size).toBe(documents.length);
      // One person per document, whatever part of the batch under way was stored: all of it or nothing.
      const stats = await store.stats(CRASH_SPEC.name);
      expect(stats.candidates).toBe(stats.documents);
      expect(stats.documents % 5).toBe(0);
      // The index holds everybody who is not pending; who is pending may be in it already.
      const held = await index.search({ terms: new Map([['word', 1]]), limit: 100_000 });
      const pending = new Set(await store.pending(CRASH_SPEC.name, 100_000));
      const found = new Set(held.lexical.map(({ candidate }) => candidate));
      expect([...owners.values()].filter((id) => !found.has(id) && !pending.has(id))).toEqual([]);
      await close();
      await lock.release();
    }
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS - 1);
  },
);
