import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

import { CvxError, EXIT } from '../../lib/errors.ts';
import type { Embedder } from '../embedder.ts';
import { StaticTokens } from './static-tokens.ts';

/** Changes with every change of the model's files or of how text becomes rows: vectors of two versions never mix. */
const ID = 'cvx-static-1';
/** Far beyond any chunk or job description; bounds the work for one text at some 20 ms. */
const MAX_CHARACTERS = 100_000;
/** The event loop gets its turn after this much text: some 2 ms of work. */
const CHARACTERS_PER_TURN = 20_000;

const HEADER_BYTES = 8;

interface StaticTable {
  readonly dimensions: number;
  /** One per row, the row's weight folded in. */
  readonly scales: Float32Array;
  /** Row-major. */
  readonly values: Int8Array;
}

/**
 * The small model that ships with cvx: one vector per WordPiece or term, learnt from a sentence transformer, summed.
 * No network and no native code. Licence, recipe and measured quality: bundled/MODEL.md.
 * Rejects with CVX_EMBEDDER_BROKEN where the installation lacks the model's files or they are damaged.
 */
export async function openBundledEmbedder(): Promise<Embedder> {
  const [model, pieces, terms] = await Promise.all([
    readAsset('model.bin'),
    readAsset('pieces.txt'),
    readAsset('terms.txt'),
  ]);
  const lines = (file: Buffer): string[] => file.toString('utf8').split('\n');
  const tokens = new StaticTokens(lines(pieces), lines(terms));
  const table = readTable(model);
  if (table.scales.length !== lines(pieces).length + lines(terms).length) throw broken('model.bin');
  return {
    id: ID,
    dimensions: table.dimensions,
    async embed(texts, call) {
      const vectors: Float32Array[] = [];
      let characters = 0;
      for (const text of texts) {
        call?.signal?.throwIfAborted();
        const read = text.slice(0, MAX_CHARACTERS);
        vectors.push(sum(table, tokens.rows(read)));
        characters += read.length;
        if (characters < CHARACTERS_PER_TURN) continue;
        characters = 0;
        await setImmediate();
      }
      return vectors;
    },
    async close() {},
  };
}

async function readAsset(name: string): Promise<Buffer> {
  try {
    return await readFile(new URL(`./bundled/${name}`, import.meta.url));
  } catch (cause) {
    throw broken(name, cause);
  }
}

function broken(name: string, cause?: unknown): CvxError {
  return new CvxError(
    'CVX_EMBEDDER_BROKEN',
    `The bundled model is incomplete: ${name} is missing or damaged.`,
    {
      exit: EXIT.unavailable,
      hint: 'Install cvx again, or set EMBEDDING_MODEL to another model.',
      cause,
    },
  );
}

/** Little-endian: rows and dimensions (uint32 each), scales (float32 per row), values (int8). */
function readTable(file: Buffer): StaticTable {
  if (file.length < HEADER_BYTES) throw broken('model.bin');
  const rows = file.readUInt32LE(0);
  const dimensions = file.readUInt32LE(4);
  const from = HEADER_BYTES + rows * 4;
  if (file.length !== from + rows * dimensions) throw broken('model.bin');
  // Read one by one: the file's buffer need not be aligned to 4 bytes, nor the machine little-endian.
  const scales = Float32Array.from({ length: rows }, (_, row) => file.readFloatLE(HEADER_BYTES + row * 4));
  return {
    dimensions,
    scales,
    values: new Int8Array(file.buffer, file.byteOffset + from, rows * dimensions),
  };
}

/** The unit vector of the sum of the rows; zero where there is none. */
function sum({ dimensions, scales, values }: StaticTable, rows: readonly number[]): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const row of rows) {
    const scale = scales[row] ?? 0;
    const from = row * dimensions;
    for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] ?? 0) + scale * (values[from + i] ?? 0);
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}
