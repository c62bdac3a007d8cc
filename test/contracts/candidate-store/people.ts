import { describe, expect, test } from 'vitest';
import type { CandidateStore } from '../../../src/stores/candidate-store.ts';
import { parsedDocument } from '../../stores/parsed-document.ts';
import { ANNA, ANNA_LATER, BEN, CLEO, SPEC, UNKNOWN, at, collect, indexAll, putOne } from './sample.ts';

/** What the store tells of people, and which of them the index lacks. `store` gives the store of the test that runs. */
export function peopleContract(store: () => CandidateStore): void {
  describe('pending', () => {
    test('holds whoever was put until marked, per spec, in id order, at most the limit', async () => {
      const placed = await store().put([at('a.txt', ANNA), at('b.txt', BEN), at('c.txt', CLEO)]);
      const ids = placed.map(({ candidate }) => candidate).toSorted();
      expect(await store().pending(SPEC, 2)).toEqual(ids.slice(0, 2));
      await indexAll(store());
      expect(await store().pending(SPEC, 10)).toEqual([]);
      expect(await store().pending('another', 10)).toEqual(ids);
    });

    test('keeps whoever changed after the index read them', async () => {
      const { candidate } = await putOne(store(), 'a.txt', ANNA);
      const [record] = await store().get([candidate]);
      await putOne(store(), 'b.txt', ANNA_LATER);
      await store().markIndexed(SPEC, record === undefined ? [] : [record.candidate]);
      expect(await store().pending(SPEC, 10)).toEqual([candidate]);
    });

    test('marking somebody who was removed meanwhile is no error', async () => {
      await store().markIndexed(SPEC, [{ id: UNKNOWN, revision: 1 }]);
      expect(await store().pending(SPEC, 10)).toEqual([]);
    });
  });

  describe('what an index must hold', () => {
    test('unmarking makes some or all pending again, under this name only', async () => {
      const placed = await store().put([at('a.txt', ANNA), at('b.txt', BEN), at('c.txt', CLEO)]);
      const ids = placed.map(({ candidate }) => candidate).toSorted();
      await indexAll(store());
      const records = await store().get(ids);
      await store().markIndexed(
        'another',
        records.flatMap((record) => (record === undefined ? [] : [record.candidate])),
      );
      await store().unmark(SPEC, [ids[1] ?? '', UNKNOWN, 'no id']);
      expect(await store().pending(SPEC, 10)).toEqual([ids[1]]);
      await store().unmark(SPEC, 'all');
      expect(await store().pending(SPEC, 10)).toEqual(ids);
      expect(await store().pending('another', 10)).toEqual([]);
      await indexAll(store());
      await store().unmarkOthers(SPEC);
      expect(await store().pending('another', 10)).toEqual(ids);
      expect(await store().pending(SPEC, 10)).toEqual([]);
    });

    test('moved marks say of the other name what they said of the first, the later of two counting', async () => {
      const { candidate: anna } = await putOne(store(), 'a.txt', ANNA);
      const { candidate: ben } = await putOne(store(), 'b.txt', BEN);
      const [early] = await store().get([anna]);
      await store().markIndexed(SPEC, early === undefined ? [] : [early.candidate]);
      await putOne(store(), 'c.txt', ANNA_LATER);
      const now = (await store().get([anna, ben])).flatMap((one) =>
        one === undefined ? [] : [one.candidate],
      );
      await store().markIndexed('next', now);
      await store().moveMarks(SPEC, 'next');
      expect(await store().pending('next', 10)).toEqual([]);
      expect(await store().pending(SPEC, 10)).toEqual([anna, ben].toSorted());
      await store().moveMarks('next', SPEC);
      expect(await store().pending(SPEC, 10)).toEqual([]);
      expect(await store().pending('next', 10)).toEqual([anna, ben].toSorted());
    });

    test('searchable is everybody with a current document, in id order', async () => {
      const placed = await store().put([at('a.txt', ANNA), at('b.txt', BEN), at('c.txt', CLEO)]);
      const ids = placed.map(({ candidate }) => candidate);
      expect(await collect(store().searchable())).toEqual(ids.toSorted());
      // Ben's path goes to somebody else: without a file his document is an old version.
      const { candidate } = await putOne(store(), 'b.txt', parsedDocument('Dora', { name: 'Dora Example' }));
      const found = await collect(store().searchable());
      const left = ids.filter((_, i) => i !== 1);
      expect(found).toEqual([...left, candidate].toSorted());
    });
  });

  describe('people', () => {
    test('get keeps order and length', async () => {
      const [anna, ben] = await store().put([at('a.txt', ANNA), at('b.txt', BEN)]);
      const ids = [
        ben?.candidate ?? '',
        UNKNOWN,
        'no id at all',
        anna?.candidate ?? '',
        ben?.candidate ?? '',
      ];
      const names = (await store().get(ids)).map((record) => record?.candidate.name?.value);
      expect(names).toEqual(['Ben Okafor', undefined, undefined, 'Anna Berg', 'Ben Okafor']);
    });

    test('list goes by name, whatever its case and accents, with the nameless last, in pages', async () => {
      const named = ['zoe Adler', 'Émile Zeno', 'Eva Ray', 'emil Roth'];
      await store().put([
        at('0.txt', parsedDocument('nameless')),
        ...named.map((one, n) => at(`${n + 1}.txt`, parsedDocument(one, { name: one }))),
      ]);
      const names = async (limit: number, offset: number) =>
        (await store().list({ limit, offset })).map(({ candidate }) => candidate.name?.value);
      expect(await names(10, 0)).toEqual(['emil Roth', 'Émile Zeno', 'Eva Ray', 'zoe Adler', undefined]);
      expect(await names(2, 1)).toEqual(['Émile Zeno', 'Eva Ray']);
    });

    test('resolve finds ids by their first digits', async () => {
      const { candidate } = await putOne(store(), 'a.txt', ANNA);
      await putOne(store(), 'b.txt', BEN);
      expect(await store().resolve(candidate.slice(0, 6), 10)).toEqual([candidate]);
      expect(await store().resolve(candidate.slice(0, 12).toUpperCase(), 10)).toEqual([candidate]);
      expect(await store().resolve(candidate, 10)).toEqual([candidate]);
      expect(await store().resolve('anna', 10)).toEqual([]);
      await expect(store().resolve('ab', 10)).rejects.toMatchObject({ code: 'CVX_ID_TOO_SHORT' });
    });

    test('remove leaves nothing of a person, and their file can come back', async () => {
      const { candidate } = await putOne(store(), 'a.txt', ANNA);
      await putOne(store(), 'a.txt', ANNA_LATER);
      expect(await store().remove(candidate)).toBe(true);
      expect(await store().remove(candidate)).toBe(false);
      expect(await store().files(['a.txt'])).toEqual([]);
      expect(await store().owners([ANNA.id, ANNA_LATER.id])).toEqual(new Map());
      expect(await store().stats(SPEC)).toEqual({ candidates: 0, documents: 0, files: {}, pending: 0 });
      expect(await putOne(store(), 'a.txt', ANNA)).toEqual({ candidate, change: 'created' });
    });
  });
}
