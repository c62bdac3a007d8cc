import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { people } from '../relevance/material/make-people.ts';
import type { Person } from '../relevance/material/person.ts';
import { renderText, sheetOf } from '../relevance/material/render-text.ts';
import { docxOf } from './corpus-docx.ts';
import { pdfOf } from './corpus-pdf.ts';

/** Grows with every change of what is written, so that folders of earlier runs are not taken for today's. */
const VERSION = 1;
const MARKER = '.corpus.json';
/** Everyday lines more per job: about 3,000 characters, six passages of 500. */
const MORE = 4;
/** Six in ten PDF, three in ten Word, one in ten plain text, well mixed. */
const FORMATS = ['pdf', 'docx', 'pdf', 'pdf', 'txt', 'docx', 'pdf', 'pdf', 'docx', 'pdf'] as const;

type Format = (typeof FORMATS)[number];

function contentOf(person: Person, format: Format, layout: number): Promise<Uint8Array> | string {
  if (format === 'txt') return renderText(person);
  return format === 'pdf' ? pdfOf(sheetOf(person), layout) : docxOf(sheetOf(person), layout % 3);
}

function* numbered(count: number, seed: number): Generator<{ person: Person; stem: string; index: number }> {
  const source = people(seed, MORE);
  for (let index = 0; index < count; index += 1) {
    const person = source.next().value;
    const mailbox = person.email.slice(0, person.email.indexOf('@'));
    yield { person, stem: `${String(index).padStart(5, '0')}-${mailbox.replaceAll('.', '-')}`, index };
  }
}

/** Only a folder that this made, or an empty one, is ever emptied. */
async function emptied(folder: string, marker: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes(MARKER)) {
    throw new Error(`${folder} holds files that are no benchmark corpus; name an empty folder.`);
  }
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await writeFile(marker, 'unfinished');
}

/**
 * Fills `folder` with the CVs of `count` different people as PDF, Word and text files of one to three pages. A folder that
 * holds this very corpus already is kept, another or an unfinished corpus is replaced. The same arguments give the same
 * people, layouts and file names. Throws where the folder holds anything else.
 */
export async function makeCorpus(folder: string, count = 1000, seed = 1): Promise<void> {
  const marker = join(folder, MARKER);
  const made = JSON.stringify({ count, seed, version: VERSION });
  const present = await readFile(marker, 'utf8').catch(() => 'none');
  if (present === made) return;
  await emptied(folder, marker);
  for (const { person, stem, index } of numbered(count, seed)) {
    const format = FORMATS[index % FORMATS.length] ?? 'txt';
    // Tens share a layout, so that each format goes through all of its layouts.
    await writeFile(
      join(folder, `${stem}.${format}`),
      await contentOf(person, format, index + Math.floor(index / 10)),
    );
  }
  await writeFile(marker, made);
}

/** The same people as texts of about 3,000 characters, for measuring an index without reading files. */
export function* makeTexts(count: number, seed = 1): Generator<{ path: string; text: string }> {
  for (const { person, stem } of numbered(count, seed))
    yield { path: `${stem}.txt`, text: renderText(person) };
}
