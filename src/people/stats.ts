import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from '../command.ts';
import { mask } from '../config/mask.ts';
import type { Config } from '../config/schema.ts';
import { OUTCOMES } from '../domain/outcome.ts';
import { EXIT, type ExitCode, hasCode, isUnavailable } from '../lib/errors.ts';
import { bytes, grouped } from '../lib/format.ts';
import { neutralise, toJson } from '../lib/terminal-text.ts';
import type { IndexStats } from '../stores/search-index.ts';

/**
 * `cvx stats`: what is stored, and whether the index is complete. An index that is away is said to be; only the database
 * must answer.
 */
export async function printStats({ io, globals, signal, open, config, say }: Session): Promise<ExitCode> {
  const { store, index, embedder } = await open();
  const [stored, indexed, { config: settings }] = await Promise.all([
    store.stats(index.spec.name, { signal }),
    index.stats({ signal }).catch(reasonOfOutage),
    config(),
  ]);
  const place = await placeOf(settings);
  if (globals.json) {
    const spec = { name: index.spec.name, dimensions: index.spec.dimensions, embedder: embedder.id };
    io.stdout.write(toJson({ schema: 1, ...stored, index: { ...indexed, ...spec }, ...place }, 2));
    return EXIT.ok;
  }
  const outcomes = OUTCOMES.filter((outcome) => (stored.files[outcome] ?? 0) > 0);
  const files = outcomes.map((outcome) => `${grouped(stored.files[outcome] ?? 0)} ${outcome}`).join(', ');
  const rows: [string, string][] = [
    ['People', grouped(stored.candidates)],
    ['Documents', grouped(stored.documents)],
    ['Files', files || '0'],
    ['Index', indexLine(indexed)],
    ['Index of', `${index.spec.name}, ${index.spec.dimensions} dimensions`],
    'database' in place
      ? ['Database', place.database]
      : ['Home', `${place.home} (${bytes(place.storeBytes)})`],
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

interface Outage {
  /** Why the index does not answer. */
  readonly unavailable: string;
}

function reasonOfOutage(error: unknown): Outage {
  if (!isUnavailable(error)) throw error;
  return { unavailable: error.message };
}

function indexLine(indexed: IndexStats | Outage): string {
  if ('unavailable' in indexed) return `not reachable: ${indexed.unavailable}`;
  return `${grouped(indexed.candidates)} people, ${grouped(indexed.chunks)} passages`;
}

/** Where the people are: the server, without its password, or the folder of the embedded store. */
async function placeOf({
  database_url: url,
  home,
}: Config): Promise<{ readonly database: string } | { readonly home: string; readonly storeBytes: number }> {
  return url === undefined ? { home, storeBytes: await folderBytes(home) } : { database: mask(url) };
}

/** Bytes of all files below a folder. A file that goes away meanwhile counts nothing. */
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
  if (hasCode(error, 'ENOENT')) return 0;
  throw error;
}
