import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createFixture, type FsFixture } from 'fs-fixture';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DEFAULT_READ_LIMITS } from '../../src/ingest/read/limits.ts';
import { readDocument } from '../../src/ingest/read/read.ts';
import { makeCorpus, makeTexts } from './corpus.ts';

const COUNT = 60;
const EMAIL = /[\w.-]+@example\.(?:com|org|net)/;
const PHONE = /\+\d[\d ]{8,}\d/;

describe('benchmark corpus', () => {
  let fixture: FsFixture;
  let folder: string;
  let names: string[];

  beforeAll(async () => {
    fixture = await createFixture();
    folder = join(fixture.path, 'cvs');
    await makeCorpus(folder, COUNT, 5);
    names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  });
  afterAll(() => fixture.rm());

  const ofKind = (kind: string): string[] => names.filter((name) => name.endsWith(`.${kind}`));

  it('is six parts PDF, three parts Word, one part text', () => {
    expect([names.length, ofKind('pdf').length, ofKind('docx').length, ofKind('txt').length]).toEqual([
      60, 36, 18, 6,
    ]);
  });

  it('holds real files of different people, which the readers understand', async () => {
    const contacts: string[] = [];
    for (const name of names) {
      const { text } = await readDocument(await readFile(join(folder, name)), name, DEFAULT_READ_LIMITS);
      expect(text.length, name).toBeGreaterThan(1500);
      contacts.push(
        EMAIL.exec(text)?.[0] ?? `no address in ${name}`,
        PHONE.exec(text)?.[0] ?? `no number in ${name}`,
      );
    }
    expect(contacts.filter((contact) => contact.startsWith('no '))).toEqual([]);
    expect(new Set(contacts).size).toBe(2 * COUNT);
  });

  it('has PDFs of one to three pages from two renderers', async () => {
    const documents = await Promise.all(
      ofKind('pdf').map(async (name) =>
        PDFDocument.load(await readFile(join(folder, name)), { updateMetadata: false }),
      ),
    );
    expect(new Set(documents.map((one) => one.getPageCount()))).toEqual(new Set([1, 2, 3]));
    expect(
      new Set(documents.map((one) => /pdfkit|jspdf/i.exec(one.getProducer() ?? '')?.[0].toLowerCase())),
    ).toEqual(new Set(['pdfkit', 'jspdf']));
  });

  it('is kept when complete, made anew for another seed or when unfinished', async () => {
    const again = join(fixture.path, 'again');
    await makeCorpus(again, 2, 5);
    const made = (await readdir(again)).filter((name) => !name.startsWith('.'));
    const first = join(again, made[0] ?? '');
    const before = await stat(first);
    await makeCorpus(again, 2, 5);
    expect((await stat(first)).ino).toBe(before.ino);
    await writeFile(join(again, '.corpus.json'), 'unfinished');
    await writeFile(join(again, 'left-over.txt'), '');
    await makeCorpus(again, 2, 5);
    expect((await readdir(again)).filter((name) => !name.startsWith('.'))).toEqual(made);
    await makeCorpus(again, 2, 6);
    expect((await readdir(again)).filter((name) => !name.startsWith('.'))).not.toEqual(made);
  });

  it("never empties a folder that holds somebody's files", async () => {
    const own = await createFixture({ 'mine.pdf': 'mine' });
    await expect(makeCorpus(own.path, 1, 1)).rejects.toThrow('no benchmark corpus');
    expect(await own.readFile('mine.pdf', 'utf8')).toBe('mine');
    await own.rm();
  });
});

describe('benchmark texts', () => {
  it('are of different people, about six passages of 500 characters long', () => {
    const texts = [...makeTexts(2000, 3)].map(({ text }) => text);
    expect(new Set(texts.map((text) => EMAIL.exec(text)?.[0])).size).toBe(2000);
    expect(new Set(texts.map((text) => PHONE.exec(text)?.[0])).size).toBe(2000);
    const mean = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
    expect(mean).toBeGreaterThan(2700);
    expect(mean).toBeLessThan(3300);
  });

  it('are the same for the same seed only', () => {
    expect([...makeTexts(50, 3)]).toEqual([...makeTexts(50, 3)]);
    expect([...makeTexts(50, 3)]).not.toEqual([...makeTexts(50, 4)]);
  });
});
