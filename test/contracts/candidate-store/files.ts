import { describe, expect, test } from 'vitest';
import type { CandidateStore } from '../../../src/stores/candidate-store.ts';
import { ANNA, ANNA_LATER, BEN, CLEO, SPEC, at, collect, indexAll, putOne } from './sample.ts';

/** What the store remembers of paths. `store` gives the store of the test that runs. */
export function filesContract(store: () => CandidateStore): void {
  describe('files', () => {
    test('knows paths and owners of what is stored, and nothing else', async () => {
      const { candidate } = await putOne(store(), 'a.txt', ANNA);
      expect(await store().files(['a.txt', 'b.txt'])).toEqual([
        { path: 'a.txt', document: ANNA.id, outcome: 'indexed' },
      ]);
      expect(await store().owners([ANNA.id, BEN.id])).toEqual(new Map([[ANNA.id, candidate]]));
    });

    test('paths come in order, all of them', async () => {
      const names = Array.from({ length: 2100 }, (_, n) => `${String(n).padStart(4, '0')}.txt`);
      await store().recordFailure('z.pdf', 'corrupt', 'not a PDF');
      for (const path of names.toReversed())
        await store().recordFailure(path, 'encrypted', 'needs a password');
      expect(await collect(store().paths())).toEqual([...names, 'z.pdf']);
    });

    test('a failed read keeps what the path held before, and a good one clears it', async () => {
      const { candidate } = await putOne(store(), 'a.txt', ANNA);
      await store().recordFailure('a.txt', 'corrupt', 'not a text');
      expect(await store().files(['a.txt'])).toEqual([
        { path: 'a.txt', document: ANNA.id, outcome: 'corrupt', reason: 'not a text' },
      ]);
      expect((await store().get([candidate]))[0]?.documents[0]?.current).toBe(true);
      expect(await putOne(store(), 'a.txt', ANNA)).toEqual({ candidate, change: 'unchanged' });
      expect(await store().files(['a.txt'])).toEqual([
        { path: 'a.txt', document: ANNA.id, outcome: 'indexed' },
      ]);
    });

    test('a file that never gave a document has none', async () => {
      await store().recordFailure('x.pdf', 'encrypted', 'needs a password');
      expect(await store().files(['x.pdf'])).toEqual([
        { path: 'x.pdf', outcome: 'encrypted', reason: 'needs a password' },
      ]);
    });
  });

  describe('addPath', () => {
    test('adds a path without making anybody pending', async () => {
      const { candidate } = await putOne(store(), 'a.txt', ANNA);
      await indexAll(store());
      expect(await store().addPath('copy.txt', ANNA.id)).toBe(candidate);
      expect((await store().get([candidate]))[0]?.files).toEqual(['a.txt', 'copy.txt']);
      expect(await store().files(['copy.txt'])).toMatchObject([{ outcome: 'duplicate' }]);
      expect(await store().pending(SPEC, 10)).toEqual([]);
    });

    test('makes both people pending where a path goes from one document to the other', async () => {
      const anna = await putOne(store(), 'a.txt', ANNA);
      const ben = await putOne(store(), 'b.txt', BEN);
      await putOne(store(), 'b.txt', CLEO);
      await indexAll(store());
      await store().addPath('a.txt', BEN.id);
      expect((await store().pending(SPEC, 10)).toSorted()).toEqual(
        [anna.candidate, ben.candidate].toSorted(),
      );
      expect((await store().get([anna.candidate]))[0]?.documents).toMatchObject([{ current: false }]);
    });

    test('rejects bytes that are not stored', async () => {
      await expect(store().addPath('a.txt', ANNA.id)).rejects.toMatchObject({ code: 'CVX_DOCUMENT_UNKNOWN' });
    });
  });

  describe('prune', () => {
    test('removes a person without any current document and reports the changed ones', async () => {
      const anna = await putOne(store(), 'a1.txt', ANNA);
      await putOne(store(), 'a2.txt', ANNA_LATER);
      const ben = await putOne(store(), 'b.txt', BEN);
      await indexAll(store());
      expect(await store().prune(['a2.txt', 'b.txt', 'never.txt'])).toEqual({
        removed: [ben.candidate],
        changed: [anna.candidate],
      });
      expect(await store().pending(SPEC, 10)).toEqual([anna.candidate]);
      expect(await store().get([ben.candidate])).toEqual([undefined]);
      expect(await store().owners([BEN.id])).toEqual(new Map());
    });

    test('of one of two paths of a document changes nobody', async () => {
      await store().put([at('1.txt', ANNA), at('2.txt', ANNA)]);
      expect(await store().prune(['1.txt'])).toEqual({ removed: [], changed: [] });
    });

    test('removes people whose only file went to somebody else', async () => {
      const anna = await putOne(store(), 'cv.txt', ANNA);
      await putOne(store(), 'cv.txt', BEN);
      expect(await store().prune([])).toEqual({ removed: [anna.candidate], changed: [] });
    });
  });
}
