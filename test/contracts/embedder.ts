import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Embedder } from '../../src/embed/embedder.ts';
import { fc } from '../lib/fast-check.ts';

/** Some models round activations per batch, so the same text comes out slightly different beside others. */
const SAME = 0.97;

export function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) throw new Error('no vector to compare');
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** What every adapter of `Embedder` promises. `open` gives a fresh one. */
export function embedderContract(name: string, open: () => Promise<Embedder>): void {
  describe(`${name} keeps the embedder contract`, () => {
    let embedder: Embedder;
    beforeAll(async () => {
      embedder = await open();
    });
    afterAll(async () => embedder.close());

    it('names its vector space, the same at every opening', async () => {
      const again = await open();
      expect(again.id).toBe(embedder.id);
      expect(again.id).toMatch(/^\S+$/);
      expect(again.dimensions).toBe(embedder.dimensions);
      await again.close();
    });

    it('gives one unit vector of its dimensions for each text', async () => {
      const texts = [
        'Java developer',
        'Krankenschwester in Köln',
        'C++',
        'x'.repeat(20_000) + ' welder',
        '日本語 engineer',
      ];
      const vectors = await embedder.embed(texts);
      expect(vectors).toHaveLength(texts.length);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.abs(Math.sqrt(cosine(vector, vector)) - 1)).toBeLessThan(1e-3);
      }
    });

    it('gives no vectors for no texts', async () => {
      expect(await embedder.embed([])).toEqual([]);
    });

    it('gives the zero vector for text without words', async () => {
      for (const vector of await embedder.embed(['', ' \n\t '])) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(vector.every((value) => value === 0)).toBe(true);
      }
    });

    it('keeps the order of the texts, whatever their lengths', async () => {
      const texts = [
        'nurse',
        'Plumber with ten years on building sites, gas certified, own van',
        '',
        'tax lawyer',
        'pastry chef',
      ];
      const many = Array.from({ length: 40 }, (_, i) => texts[i % texts.length] ?? '');
      const alone = await Promise.all(texts.map(async (text) => (await embedder.embed([text]))[0]));
      const together = await embedder.embed(many);
      together.forEach((vector, i) => {
        const own = alone[i % texts.length];
        if (texts[i % texts.length] === '') expect(vector.every((value) => value === 0)).toBe(true);
        else expect(cosine(vector, own)).toBeGreaterThan(SAME);
      });
    });

    it('puts like meanings nearer than unlike ones', async () => {
      const [query, near, far] = await embedder.embed([
        'software developer for web applications',
        'programmer who builds websites in JavaScript',
        'registered nurse in an intensive care unit',
      ]);
      expect(cosine(query, near)).toBeGreaterThan(cosine(query, far) + 0.1);
    });

    it('takes any string', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 5 }),
          async (texts) => {
            const vectors = await embedder.embed(texts);
            expect(vectors).toHaveLength(texts.length);
            for (const vector of vectors) expect(vector.every(Number.isFinite)).toBe(true);
          },
        ),
        { numRuns: 25 },
      );
    });

    it('stops when told to', async () => {
      const texts = Array.from({ length: 64 }, (_, i) => `cook number ${i}`);
      await expect(embedder.embed(texts, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    });

    it('can be closed twice', async () => {
      const other = await open();
      await other.close();
      await expect(other.close()).resolves.toBeUndefined();
    });
  });
}
