import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IndexEntry, IndexSpec, SearchIndex } from '../../src/stores/search-index.ts';
import { asked, CLOSE, documentOf, entry, ids, person, SPEC, unit } from './search-index/sample.ts';

/** Each promise of the SearchIndex port. `open` gives an index of this spec over one and the same empty store per test. */
export function searchIndexContract(
  name: string,
  reset: () => Promise<void>,
  open: (spec: IndexSpec) => SearchIndex,
): void {
  describe(`${name} as a search index`, () => {
    let index: SearchIndex;
    beforeEach(async () => {
      await reset();
      index = open(SPEC);
      await index.ensure();
    });
    afterEach(() => index.close());

    describe('ensure', () => {
      test('twice is as good as once', async () => {
        await index.ensure();
        expect(await index.stats()).toEqual({ candidates: 0, chunks: 0, foreign: 0 });
      });

      test('rejects the same name with other dimensions', async () => {
        const other = open({ ...SPEC, dimensions: 8 });
        await expect(other.ensure()).rejects.toMatchObject({ code: 'CVX_INDEX_MISMATCH' });
        await other.close();
      });
    });

    describe('dense leg', () => {
      test('ranks candidates by their best chunk and names it', async () => {
        await index.upsert([
          entry(1, [unit(0, 1), unit(1, 0.1)]),
          entry(2, [unit(1, 1)]),
          entry(3, [unit(-1), unit(0, 0, 1)]),
        ]);
        const { dense } = await index.search({ vector: unit(1), limit: 10 });
        expect(ids(dense)).toEqual([person(1), person(2), person(3)]);
        expect(dense[0]?.chunk).toEqual({ document: documentOf(1), ordinal: 1 });
        expect(dense[1]?.score).toBeCloseTo(Math.SQRT1_2, CLOSE);
        expect(dense[2]?.score).toBeCloseTo(0, CLOSE);
      });

      test('scores stay in [-1, 1]', async () => {
        await index.upsert([entry(1, [unit(3, 4, 5)]), entry(2, [unit(-3, -4, -5)])]);
        const { dense } = await index.search({ vector: unit(3, 4, 5), limit: 10 });
        for (const { score } of dense) expect(Math.abs(score)).toBeLessThanOrEqual(1);
        expect(dense[0]?.score).toBeCloseTo(1, CLOSE);
        expect(dense[1]?.score).toBeCloseTo(-1, CLOSE);
      });

      test('finds nothing for or by the zero vector', async () => {
        await index.upsert([entry(1, [unit()]), entry(2, [unit(-1)])]);
        expect(ids((await index.search({ vector: unit(1), limit: 10 })).dense)).toEqual([person(2)]);
        expect((await index.search({ vector: unit(), limit: 10 })).dense).toEqual([]);
      });

      test('is absent where no vector is asked for', async () => {
        await index.upsert([entry(1, [unit(1)], { rust: 1 })]);
        expect((await index.search({ terms: asked({ rust: 1 }), limit: 10 })).dense).toEqual([]);
      });
    });

    describe('lexical leg', () => {
      test('scores BM25: times asked, IDF over the candidates, weight', async () => {
        await index.upsert([
          entry(1, [unit(1)], { rust: 1.5, berlin: 0.5 }),
          entry(2, [unit(1)], { rust: 2 }),
          entry(3, [unit(1)], { go: 1 }),
        ]);
        const { lexical, idf } = await index.search({
          terms: asked({ rust: 2, berlin: 1, cobol: 1 }),
          limit: 10,
        });
        const rust = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
        const berlin = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5));
        expect(ids(lexical)).toEqual([person(1), person(2)]);
        expect(lexical[0]?.score).toBeCloseTo(2 * rust * 1.5 + berlin * 0.5, 4);
        expect(lexical[1]?.score).toBeCloseTo(2 * rust * 2, 4);
        expect([...idf.keys()].toSorted()).toEqual(['berlin', 'rust']);
        expect(idf.get('rust')).toBeCloseTo(rust, 4);
      });

      test('keeps terms of any writing apart', async () => {
        await index.upsert([
          entry(1, [], { 'c++': 1 }),
          entry(2, [], { 'c#': 1 }),
          entry(3, [], { 東京: 1, "o'brien": 1 }),
        ]);
        const search = async (term: string) =>
          ids((await index.search({ terms: asked({ [term]: 1 }), limit: 9 })).lexical);
        expect(await search('c++')).toEqual([person(1)]);
        expect(await search('c#')).toEqual([person(2)]);
        expect(await search('東京')).toEqual([person(3)]);
        expect(await search('c')).toEqual([]);
        expect(await search('__proto__')).toEqual([]);
      });

      test('is absent where no terms are asked for', async () => {
        await index.upsert([entry(1, [unit(1)], { rust: 1 })]);
        expect(await index.search({ vector: unit(1), limit: 10 })).toMatchObject({ lexical: [] });
        expect(await index.search({ vector: unit(1), terms: new Map(), limit: 10 })).toMatchObject({
          lexical: [],
        });
      });
    });

    test('both legs return at most the limit and break ties by candidate id', async () => {
      const order = [4, 2, 5, 1, 3];
      await index.upsert(order.map((n) => entry(n, [unit(1, 1)], { rust: 1 })));
      const query = { vector: unit(1), terms: asked({ rust: 1 }) };
      const { dense, lexical } = await index.search({ ...query, limit: 3 });
      expect(ids(dense)).toEqual([1, 2, 3].map(person));
      expect(ids(lexical)).toEqual([1, 2, 3].map(person));
      expect(await index.search({ ...query, limit: 0 })).toMatchObject({ dense: [], lexical: [] });
    });

    describe('upsert', () => {
      test('replaces the whole entry', async () => {
        await index.upsert([
          entry(1, [unit(1), unit(0, 1)], { rust: 1 }),
          entry(2, [unit(0, 0, 1)], { go: 1 }),
        ]);
        await index.search({ vector: unit(1), limit: 1 });
        await index.upsert([entry(1, [unit(0, 0, 0, 1)], { cobol: 1 })]);
        const { dense, lexical, idf } = await index.search({
          vector: unit(1),
          terms: asked({ rust: 1, cobol: 1 }),
          limit: 10,
        });
        expect(dense.find(({ candidate }) => candidate === person(1))?.score).toBeCloseTo(0, CLOSE);
        expect(ids(lexical)).toEqual([person(1)]);
        expect([...idf.keys()]).toEqual(['cobol']);
        expect(await index.stats()).toEqual({ candidates: 2, chunks: 2, foreign: 0 });
      });

      test('of the same candidate twice in one batch keeps the last', async () => {
        await index.upsert([entry(1, [unit(1)], { rust: 1 }), entry(1, [unit(0, 1)], { go: 1 })]);
        expect(ids((await index.search({ terms: asked({ rust: 1 }), limit: 9 })).lexical)).toEqual([]);
        expect(await index.stats()).toMatchObject({ candidates: 1, chunks: 1 });
      });

      test.each([
        ['of the wrong length', new Float32Array(5)],
        ['with NaN', Float32Array.of(Number.NaN, 0, 0, 0, 0, 0)],
        ['with infinity', Float32Array.of(0, 0, 0, 0, 0, Number.POSITIVE_INFINITY)],
      ])('with a vector %s writes nothing', async (_, vector) => {
        await expect(index.upsert([entry(1, [unit(1)]), entry(2, [vector])])).rejects.toMatchObject({
          code: 'CVX_INDEX_VECTOR',
        });
        expect(await index.stats()).toMatchObject({ candidates: 0, chunks: 0 });
        expect((await index.search({ vector: unit(1), limit: 9 })).dense).toEqual([]);
      });

      test('of nothing, and of somebody without chunks or terms, is fine', async () => {
        await index.upsert([]);
        await index.upsert([entry(1, []), entry(2, [unit(1)])]);
        expect(
          ids((await index.search({ vector: unit(1), terms: asked({ a: 1 }), limit: 9 })).dense),
        ).toEqual([person(2)]);
        expect(await index.stats()).toEqual({ candidates: 2, chunks: 1, foreign: 0 });
      });

      test('is found by an index that is opened later, just as by this one', async () => {
        await index.upsert(
          [1, 2, 3, 4].map((n) => entry(n, [unit(n, 1), unit(1, n, 2)], { rust: n, [`t${n}`]: 1 })),
        );
        await index.remove([person(2)]);
        const query = { vector: unit(1, 0.3), terms: asked({ rust: 1, t3: 1 }), limit: 10 };
        const here = await index.search(query);
        const later = open(SPEC);
        await later.ensure();
        const times = { dense: expect.any(Number), lexical: expect.any(Number) };
        expect(await later.search(query)).toEqual({ ...here, times });
        expect(here).toMatchObject({ dense: { length: 3 }, times });
        await later.close();
      });
    });

    describe('remove', () => {
      test('takes candidates out of both legs and out of the IDF', async () => {
        await index.upsert([entry(1, [unit(1)], { rust: 1 }), entry(2, [unit(1)], { rust: 1 })]);
        await index.search({ vector: unit(1), limit: 1 });
        await index.remove([person(1), person(9)]);
        const { dense, lexical, idf } = await index.search({
          vector: unit(1),
          terms: asked({ rust: 1 }),
          limit: 9,
        });
        expect(ids(dense)).toEqual([person(2)]);
        expect(ids(lexical)).toEqual([person(2)]);
        expect(idf.get('rust')).toBeCloseTo(Math.log(1 + 0.5 / 1.5), 4);
      });

      test('reaches every spec', async () => {
        const other = open({ name: 'another', dimensions: 2 });
        await other.ensure();
        await other.upsert([{ ...entry(1, []), terms: asked({ rust: 1 }) }]);
        expect(await index.stats()).toEqual({ candidates: 0, chunks: 0, foreign: 1 });
        await index.remove([person(1)]);
        expect(await index.stats()).toEqual({ candidates: 0, chunks: 0, foreign: 0 });
        await other.close();
      });
    });

    describe('candidates', () => {
      test('are all of this spec, once each', async () => {
        const other = open({ name: 'another', dimensions: SPEC.dimensions });
        await other.ensure();
        await other.upsert([entry(7, [unit(1)], { rust: 1 })]);
        await index.upsert([entry(1, [unit(1), unit(0, 1)], { rust: 1 }), entry(2, []), entry(3, [unit(1)])]);
        await index.upsert([entry(1, [unit(1)], { go: 1 })]);
        await index.remove([person(3)]);
        expect(await listed(index)).toEqual([person(1), person(2)]);
        await other.close();
      });

      test('are none of an empty index, and more than a page of a large one', async () => {
        expect(await listed(index)).toEqual([]);
        const many = Array.from({ length: 5100 }, (_, n) => entry(n, []));
        for (let at = 0; at < many.length; at += 1000) await index.upsert(many.slice(at, at + 1000));
        expect(await listed(index)).toEqual(many.map(({ candidate }) => candidate));
      });
    });

    describe('drop', () => {
      test.each(['own', 'others'] as const)(
        'of %s leaves the rest, and both can be used again',
        async (which) => {
          const other = open({ name: 'another', dimensions: SPEC.dimensions });
          await other.ensure();
          const query = { vector: unit(1), terms: asked({ rust: 1 }), limit: 9 };
          for (const one of [index, other]) {
            await one.upsert([entry(1, [unit(1)], { rust: 1 })]);
            await one.search(query);
          }
          await index.drop(which);
          const [dropped, kept] = which === 'own' ? [index, other] : [open({ ...other.spec }), index];
          expect(await kept.search(query)).toMatchObject({ dense: [{ candidate: person(1) }] });
          expect(await kept.stats()).toEqual({ candidates: 1, chunks: 1, foreign: 0 });
          expect(await dropped.search(query)).toMatchObject({ dense: [], lexical: [] });
          await dropped.upsert([entry(2, [unit(1)], { rust: 1 })]);
          const again = await dropped.search(query);
          expect([ids(again.dense), ids(again.lexical)]).toEqual([[person(2)], [person(2)]]);
          await Promise.all([other.close(), dropped === index ? undefined : dropped.close()]);
        },
      );

      test('makes way for other dimensions', async () => {
        const wider = open({ ...SPEC, dimensions: 8 });
        await expect(wider.ensure()).rejects.toMatchObject({ code: 'CVX_INDEX_MISMATCH' });
        await wider.drop('own');
        await wider.ensure();
        await wider.upsert([
          {
            ...entry(1, []),
            chunks: [
              { document: documentOf(1), ordinal: 0, vector: Float32Array.of(0, 0, 0, 0, 0, 0, 0, 1) },
            ],
          },
        ]);
        expect(await wider.stats()).toMatchObject({ candidates: 1, chunks: 1 });
        await wider.close();
      });
    });

    test('keeps two specs apart', async () => {
      const other = open({ name: 'another', dimensions: SPEC.dimensions });
      await other.ensure();
      await other.upsert([entry(2, [unit(1)], { rust: 1 })]);
      await index.upsert([entry(1, [unit(1)], { rust: 1 })]);
      const query = { vector: unit(1), terms: asked({ rust: 1 }), limit: 9 };
      const found = [await index.search(query), await other.search(query)];
      expect(found.map(({ dense, lexical }) => [ids(dense), ids(lexical)])).toEqual([
        [[person(1)], [person(1)]],
        [[person(2)], [person(2)]],
      ]);
      await other.close();
    });

    test('stays right through many replacements and removals', async () => {
      const query = { vector: unit(1, 2, 3), terms: asked({ all: 1, t3: 2 }), limit: 100 };
      const state = new Map<number, IndexEntry>();
      for (let step = 0; step < 60; step++) {
        const batch = Array.from({ length: 8 }, (_, n) => {
          const who = (step * 7 + n * 5) % 40;
          return entry(who, [unit(1, step - n, who), unit(n, 1, step)], {
            all: 1,
            [`t${who % 7}`]: 1 + (step % 5),
          });
        });
        // Whatever an adapter keeps in memory is kept up to date from here on.
        if (step % 20 === 0) await index.search(query);
        await index.upsert(batch);
        for (const one of batch) state.set(Number(one.candidate.slice(-12)), one);
        await index.remove([person(step % 40)]);
        state.delete(step % 40);
      }
      const { dense, lexical } = await index.search(query);
      const fresh = open({ ...SPEC, name: 'fresh' });
      await fresh.ensure();
      await fresh.upsert([...state.values()]);
      const expected = await fresh.search(query);
      expect(dense).toEqual(expected.dense);
      expect(lexical).toEqual(expected.lexical);
      expect(dense).toHaveLength(state.size);
      await fresh.close();
    });

    describe('calls', () => {
      test('that are aborted reject with the reason', async () => {
        const signal = AbortSignal.abort(new Error('enough'));
        await expect(index.search({ vector: unit(1), limit: 1 }, { signal })).rejects.toThrow('enough');
        await expect(index.upsert([entry(1, [unit(1)])], { signal })).rejects.toThrow('enough');
        expect(await index.stats()).toMatchObject({ candidates: 0 });
      });

      test('after close are refused, and close may come twice', async () => {
        await index.ping();
        await index.search({ vector: unit(1), limit: 1 });
        await index.close();
        await index.close();
        const closed = { code: 'CVX_STORE_CLOSED' };
        await expect(index.ping()).rejects.toMatchObject(closed);
        await expect(index.ensure()).rejects.toMatchObject(closed);
        await expect(index.search({ vector: unit(1), limit: 1 })).rejects.toMatchObject(closed);
        await expect(index.upsert([])).rejects.toMatchObject(closed);
        await expect(index.remove([])).rejects.toMatchObject(closed);
        await expect(index.stats()).rejects.toMatchObject(closed);
        await expect(index.drop('own')).rejects.toMatchObject(closed);
        await expect(listed(index)).rejects.toMatchObject(closed);
      });
    });
  });
}

async function listed(index: SearchIndex): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const candidate of index.candidates()) found.push(candidate);
  return found.toSorted();
}
