import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { extractProfile } from '../../../src/ingest/extract/extract.ts';
import { DEFAULT_READ_LIMITS } from '../../../src/ingest/read/limits.ts';
import { readDocument } from '../../../src/ingest/read/read.ts';
import { REFERENCE_MONTH, loadTruths } from '../../fixtures/truth.ts';
import { type Count, FIELDS, type Field, f1, score } from './scoring.ts';

/** F1 over all fixtures below which a change is a loss. A plain expression-and-lines baseline reaches .37 to .99. */
const FLOORS: Readonly<Record<Field, number>> = {
  name: 0.98,
  emails: 0.98,
  phones: 0.98,
  links: 0.98,
  location: 0.95,
  headline: 0.95,
  titles: 0.96,
  companies: 0.96,
  dates: 0.96,
  education: 0.95,
  skills: 0.9,
  languages: 0.97,
  levels: 0.97,
  years: 0.95,
};

const totals = new Map<Field, Count>(FIELDS.map((field) => [field, { hits: 0, extra: 0, missed: 0 }]));

describe('what is read from the fixture CVs, against their truth', () => {
  beforeAll(async () => {
    for (const { path, truth } of await loadTruths()) {
      const { text } = await readDocument(await readFile(path), path, DEFAULT_READ_LIMITS);
      const { profile } = extractProfile(text, { now: REFERENCE_MONTH });
      const counts = score(profile, truth);
      for (const field of FIELDS) add(field, counts[field]);
    }
    const rows = [...totals].map(([field, count]) => `${field.padEnd(10)} ${f1(count).toFixed(3)}`);
    console.log(rows.join('\n'));
  }, 120_000);

  it.each(FIELDS)('%s stays above its floor', (field) => {
    const count = totals.get(field);
    expect(count?.hits).toBeGreaterThan(20);
    expect(count && f1(count)).toBeGreaterThanOrEqual(FLOORS[field]);
  });
});

function add(field: Field, { hits, extra, missed }: Count): void {
  const total = totals.get(field);
  if (total === undefined) return;
  total.hits += hits;
  total.extra += extra;
  total.missed += missed;
}
