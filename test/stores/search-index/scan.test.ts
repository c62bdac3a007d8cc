import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openScanIndex } from '../../../src/stores/search-index/scan.ts';
import type { SearchIndex } from '../../../src/stores/search-index.ts';
import { searchIndexContract } from '../../contracts/search-index.ts';
import { asked, entry, ids, person, SPEC, unit } from '../../contracts/search-index/sample.ts';
import { openEmbedded } from '../embedded.ts';

let embedded: Awaited<ReturnType<typeof openEmbedded>>;
beforeAll(async () => {
  embedded = await openEmbedded();
}, 60_000);
afterAll(() => embedded.close());

searchIndexContract(
  'The scan over PGlite',
  async () => {
    await embedded.pool.query('truncate cvx.index_specs restart identity cascade');
  },
  (spec) => openScanIndex(embedded.pool, spec),
);

describe('two processes on one record', () => {
  beforeEach(async () => {
    await embedded.pool.query('truncate cvx.index_specs restart identity cascade');
  });
  const rust = { vector: unit(1), terms: asked({ rust: 1 }), limit: 10 };
  const found = async (index: SearchIndex) => {
    const { dense, lexical, idf } = await index.search(rust);
    return { dense: ids(dense), lexical: ids(lexical), idf: idf.get('rust') };
  };
  const open = () => openScanIndex(embedded.pool, SPEC);

  test('each finds what the other wrote, replaced and removed, as one that has just loaded it does', async () => {
    const [mine, other] = [open(), open()];
    await mine.upsert([entry(1, [unit(1)], { rust: 1 }), entry(2, [unit(0, 1)], { java: 1 })]);
    expect((await found(mine)).lexical).toEqual([person(1)]);
    expect((await found(other)).lexical).toEqual([person(1)]);
    await other.upsert([entry(2, [unit(1, 1)], { rust: 2 }), entry(3, [unit(1)], { rust: 1 })]);
    // Own writes in between must not hide those of the other.
    await mine.upsert([entry(4, [unit(0, 0, 1)], { rust: 1 })]);
    expect(await found(mine)).toEqual(await found(open()));
    expect((await found(mine)).lexical).toHaveLength(4);
    await mine.remove([person(1)]);
    await other.remove([person(3), person(9)]);
    await mine.remove([person(9)]);
    for (const index of [mine, other]) expect(await found(index)).toEqual(await found(open()));
    expect((await found(other)).lexical.toSorted()).toEqual([person(2), person(4)]);
  });

  test('each finds nobody after the other dropped the index, and whoever it writes afterwards', async () => {
    const [mine, other] = [open(), open()];
    await mine.upsert([entry(1, [unit(1)], { rust: 1 })]);
    await found(mine);
    await other.drop('own');
    await other.upsert([entry(5, [unit(1)], { rust: 1 })]);
    expect((await found(mine)).lexical).toEqual([person(5)]);
    await mine.upsert([entry(6, [unit(1)], { rust: 1 })]);
    expect((await found(other)).lexical).toEqual([person(5), person(6)]);
  });

  test('own writes are not read again', async () => {
    const index = open();
    await index.upsert([entry(1, [unit(1)], { rust: 1 })]);
    await found(index);
    await index.upsert([entry(1, [unit(1)], { rust: 2 }), entry(2, [unit(1)], { rust: 1 })]);
    await index.remove([person(2)]);
    const statements = vi.spyOn(Client.prototype, 'query');
    onTestFinished(() => statements.mockRestore());
    expect((await found(index)).lexical).toEqual([person(1)]);
    expect(statements).toHaveBeenCalledTimes(1);
  });
});
