import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from '../command.ts';
import { OUTCOMES } from '../domain/outcome.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { bytes, grouped } from '../lib/format.ts';
import { neutralise, toJson } from '../lib/terminal-text.ts';

/** `cvx stats`: what is stored, and whether the index is complete. */
export async function printStats({ io, globals, signal, open, config, say }: Session): Promise<ExitCode> {
  const { store, index, embedder } = await open();
  const [stored, indexed, { config: settings }] = await Promise.all([
    store.stats(index.spec.name, { signal }),
    index.stats({ signal }),
    config(),
  ]);
  const storeBytes = await folderBytes(settings.home);
  if (globals.json) {
    const spec = { name: index.spec.name, dimensions: index.spec.dimensions, embedder: embedder.id };
    io.stdout.write(
      toJson({ schema: 1, ...stored, index: { ...indexed, ...spec }, home: settings.home, storeBytes }, 2),
    );
    return EXIT.ok;
  }
  const outcomes = OUTCOMES.filter((outcome) => (stored.files[outcome] ?? 0) > 0);
  const rows: [string, string][] = [
    ['People', grouped(stored.candidates)],
    ['Documents', grouped(stored.documents)],
    [
      'Files',
      outcomes.map((outcome) => `${grouped(stored.files[outcome] ?? 0)} ${outcome}`).join(', ') || '0',
    ],
    ['Index', `${grouped(indexed.candidates)} people, ${grouped(indexed.chunks)} passages`],
    ['Index of', `${index.spec.name}, ${index.spec.dimensions} dimensions`],
    ['Home', `${settings.home} (${bytes(storeBytes)})`],
  ];
  const { bold } = io.stdout.style;
  const width = Math.max(...rows.map(([title]) => title.length));
  io.stdout.write(
    rows.map(([title, value]) => `${bold(title.padEnd(width))}  ${neutralise(value)}\n`).join(''),
  );
  if (stored.pending > 0)
    say(`${grouped(stored.pending)} people are not in the index yet; the next cvx ingest adds them.`);
  if (stored.candidates === 0) say('There are no CVs yet. Read some:  cvx ingest ./cvs');
  return EXIT.ok;
}

/** Bytes of all files below a folder. A file that goes away meanwhile counts nothing; with servers there may be no folder. */
async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    goneIsZero(error);
    return [];
  });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((entry) => stat(path.join(entry.parentPath, entry.name)).then(({ size }) => size, goneIsZero)),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function goneIsZero(error: unknown): number {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
  throw error;
}
