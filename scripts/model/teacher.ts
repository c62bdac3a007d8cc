import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { AutoModel, env, pipeline, Tensor } from '@xenova/transformers';

import { addScaled } from './dot.ts';

export const TEACHER = 'Xenova/all-MiniLM-L6-v2';
export const TEACHER_DIMENSIONS = 384;

/** Emptied by every `npm ci`; CVX_MODEL_CACHE names a folder that lasts. */
const CACHE =
  process.env['CVX_MODEL_CACHE'] ??
  fileURLToPath(new URL('../../node_modules/.cache/cvx-model/', import.meta.url));
/** Texts of one batch share their padding; a fixed budget of tokens keeps the memory flat on long ones. */
const BATCH_CHARACTERS = 16_000;
const MAX_BATCH = 256;

/**
 * Unit sentence vectors (row-major, 384 floats each) of `texts` by the teacher model in `folder`, kept
 * in a cache so that only the first run pays for them.
 */
export async function teacherVectors(
  folder: string,
  texts: readonly string[],
  label: string,
): Promise<Float32Array> {
  const key = createHash('sha256').update(TEACHER).update(texts.join('\0')).digest('hex').slice(0, 16);
  return cached(`${label}-${key}`, async () => embedAll(folder, texts, label));
}

/** Vectors (row-major, 384 floats each, not of unit length) of the teacher's tokens, each alone: `[CLS] token [SEP]`. */
export async function teacherTokens(
  folder: string,
  tokens: number,
  cls: number,
  sep: number,
): Promise<Float32Array> {
  return cached(`tokens-${tokens}`, async () => embedTokens(folder, tokens, cls, sep));
}

async function cached(name: string, make: () => Promise<Float32Array>): Promise<Float32Array> {
  const file = join(CACHE, `${name}.f32`);
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }
  const vectors = await make();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${file}.part`, new Uint8Array(vectors.buffer));
  renameSync(`${file}.part`, file);
  return vectors;
}

function useFolder(folder: string): void {
  env.localModelPath = folder;
  env.allowRemoteModels = false;
}

async function embedTokens(folder: string, tokens: number, cls: number, sep: number): Promise<Float32Array> {
  useFolder(folder);
  const model = await AutoModel.from_pretrained(TEACHER, { dtype: 'q8' });
  const vectors = new Float32Array(tokens * TEACHER_DIMENSIONS);
  for (let from = 0; from < tokens; from += MAX_BATCH) {
    const rows = Math.min(MAX_BATCH, tokens - from);
    const ids = BigInt64Array.from({ length: rows * 3 }, (_, i) =>
      BigInt([cls, from + Math.floor(i / 3), sep][i % 3] ?? 0),
    );
    const shape = [rows, 3];
    const output = await model({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', new BigInt64Array(rows * 3).fill(1n), shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(rows * 3), shape),
    });
    const hidden = Float32Array.from(output.last_hidden_state.data);
    for (let i = 0; i < rows * 3; i++) {
      const at = (from + Math.floor(i / 3)) * TEACHER_DIMENSIONS;
      addScaled(vectors, at, 1 / 3, hidden, i * TEACHER_DIMENSIONS, TEACHER_DIMENSIONS);
    }
  }
  await model.dispose();
  return vectors;
}

async function embedAll(folder: string, texts: readonly string[], label: string): Promise<Float32Array> {
  useFolder(folder);
  const embed = await pipeline('feature-extraction', TEACHER, { dtype: 'q8' });
  const order = texts
    .map((_, i) => i)
    .sort((a, b) => (texts[a] ?? '').length - (texts[b] ?? '').length || a - b);
  const vectors = new Float32Array(texts.length * TEACHER_DIMENSIONS);
  const started = Date.now();
  for (let from = 0, batch = 0; from < order.length; batch++) {
    const longest = (texts[order[Math.min(order.length - 1, from + MAX_BATCH)] ?? 0] ?? '').length;
    const size = Math.max(8, Math.min(MAX_BATCH, Math.floor(BATCH_CHARACTERS / Math.max(1, longest))));
    const rows = order.slice(from, from + size);
    const output = await embed(
      rows.map((row) => texts[row] ?? ''),
      { pooling: 'mean', normalize: true },
    );
    const data = Float32Array.from(output.data);
    rows.forEach((row, i) =>
      vectors.set(
        data.subarray(i * TEACHER_DIMENSIONS, (i + 1) * TEACHER_DIMENSIONS),
        row * TEACHER_DIMENSIONS,
      ),
    );
    from += rows.length;
    if (batch % 100 === 0) {
      const seconds = (Date.now() - started) / 1000;
      console.error(`${label}: ${from} of ${order.length} texts, ${(from / seconds).toFixed(0)}/s`);
    }
  }
  await embed.dispose();
  return vectors;
}
