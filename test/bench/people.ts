import { createHash } from 'node:crypto';
import { loadConfig } from '../../src/config/load.ts';
import { type Context, openContext } from '../../src/context.ts';
import type { ParsedDocument } from '../../src/domain/document.ts';
import { chunkDocument } from '../../src/ingest/chunk.ts';
import { extractProfile } from '../../src/ingest/extract/extract.ts';
import { documentSink } from '../../src/ingest/sink.ts';
import { progressMeter } from '../../src/ingest/progress-meter.ts';
import { makeTexts } from './corpus.ts';

export const QUERIES = [
  'senior TS dev',
  'java backend developer spring',
  'nurse intensive care night shifts',
  'kubernetes terraform aws',
  'data scientist python',
  'accountant month end closing',
  'react frontend engineer',
  'embedded C++ automotive',
  'project manager construction',
  'machine learning nlp',
  'sales manager germany',
  'teacher mathematics',
  'security engineer penetration testing',
  'product manager b2b saas',
  'chef de cuisine',
  'android kotlin',
  'devops engineer ci/cd',
  'database administrator postgresql',
  'technical writer api',
  'hr business partner',
];

/** Stores so many invented people as ingest does, without files and parsers. */
export async function fill(context: Context, people: number, seed: number): Promise<void> {
  const meter = progressMeter(() => undefined);
  const sink = documentSink(context, meter, { dryRun: false });
  let waiting: Promise<unknown>[] = [];
  for (const { path, text } of makeTexts(people, seed)) {
    waiting.push(sink(path, parsed(text)));
    if (waiting.length < 256) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
}

/** The same into the stores that a program with these variables uses. */
export async function fillStores(
  home: string,
  env: Readonly<Record<string, string>>,
  people: number,
  seed: number,
): Promise<void> {
  const { config } = await loadConfig({ env, cwd: home, home });
  const context = await openContext(config, {
    signal: new AbortController().signal,
    command: 'bench',
    waitMs: 0,
    onNotice: () => undefined,
  });
  await fill(context, people, seed);
  await context.close();
}

function parsed(text: string): ParsedDocument {
  const { profile, sections } = extractProfile(text, { now: '2026-11' });
  const id = createHash('sha256').update(text).digest('hex');
  return {
    id,
    content: { format: 'txt', text, pages: [], losses: [] },
    profile,
    chunks: chunkDocument(text, sections),
  };
}
