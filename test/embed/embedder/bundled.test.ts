import { readdirSync, statSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { openBundledEmbedder } from '../../../src/embed/embedder/bundled.ts';
import { cosine, embedderContract } from '../../contracts/embedder.ts';

embedderContract('bundled', openBundledEmbedder);

describe('the bundled model', () => {
  it('is under 12 MB, which the package carries', () => {
    const folder = new URL('../../../src/embed/embedder/bundled/', import.meta.url);
    const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(new URL(file, folder)).size, 0);
    expect(bytes).toBeLessThan(12_000_000);
  });

  it('gives a text the same vector to the last bit, alone or beside others', async () => {
    const embedder = await openBundledEmbedder();
    const text = 'Led a team of six accountants; SAP, month-end close.';
    const [alone] = await embedder.embed([text]);
    const beside = await embedder.embed(['x', text, 'y '.repeat(20_000)]);
    expect(beside[1]).toEqual(alone);
  });

  it('reads nothing past 100,000 characters', async () => {
    const embedder = await openBundledEmbedder();
    const long = 'carpenter '.repeat(10_000);
    const [bounded, more] = await embedder.embed([long, long + 'physics '.repeat(5000)]);
    expect(cosine(bounded, more)).toBeCloseTo(1, 5);
  });

  it('lets other work run while it embeds much text', async () => {
    const embedder = await openBundledEmbedder();
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await embedder.embed(
      Array.from({ length: 4000 }, (_, i) =>
        `Warehouse shift ${i}: picking, packing and loading. `.repeat(8),
      ),
    );
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
