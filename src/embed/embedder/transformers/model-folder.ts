import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { z } from 'zod';

import { CvxError, EXIT } from '../../../lib/errors.ts';

/** What cvx can run, the smaller first: name of the weights in the folder, and transformers.js's word for them. */
export const WEIGHTS = [
  { file: 'onnx/model_quantized.onnx', dtype: 'q8' },
  { file: 'onnx/model.onnx', dtype: 'fp32' },
] as const;

type Weights = (typeof WEIGHTS)[number];
type Pooling = 'mean' | 'cls' | 'eos';

/** A folder on this machine with all that a model needs. */
export interface ModelFolder {
  readonly path: string;
  /** For people and ids: the hub's name, or the folder's. Never a path. */
  readonly name: string;
  readonly weights: Weights;
}

export interface ModelTraits {
  readonly dimensions: number;
  readonly pooling: Pooling;
  /** Twelve hex digits that differ between models, whatever their names. */
  readonly fingerprint: string;
}

const Config = z.object({
  hidden_size: z.number().int().positive().optional(),
  dim: z.number().int().positive().optional(),
  d_model: z.number().int().positive().optional(),
});
const PoolingConfig = z.object({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_lasttoken: z.boolean().default(false),
});

/** Two models of one shape differ throughout their weights: samples of this size at the start, middle and end tell. */
const SAMPLE_BYTES = 65_536;

/**
 * Where `model` already lies: a folder by its path, or a name below one of `parents` (a folder of models, the cache).
 * Undefined where it lies nowhere, or only in part, as after an interrupted download.
 */
export function findModelFolder(model: string, parents: readonly string[]): ModelFolder | undefined {
  const named = parents.map((parent) => ({ path: join(parent, model), name: model }));
  const path = resolve(model);
  for (const place of isPath(model)
    ? [{ path, name: basename(path) }]
    : [...named, { path, name: basename(path) }]) {
    const weights = WEIGHTS.find(({ file }) => existsSync(join(place.path, file)));
    const isWhole = ['config.json', 'tokenizer.json', 'tokenizer_config.json'].every((file) =>
      existsSync(join(place.path, file)),
    );
    if (weights !== undefined && isWhole) return { ...place, weights };
  }
  return undefined;
}

/** True for what can only be a path, never the name of a model on the hub. */
export function isPath(model: string): boolean {
  return /^(?:[./~\\]|[a-z]:[\\/])/i.test(model);
}

/** Reads what the folder says of its model. Rejects with CVX_MODEL_UNAVAILABLE where it does not say it. */
export async function readModelTraits(folder: ModelFolder): Promise<ModelTraits> {
  const text = await readFile(join(folder.path, 'config.json'), 'utf8');
  const config = Config.safeParse(parse(text));
  const dimensions = config.data?.hidden_size ?? config.data?.dim ?? config.data?.d_model;
  if (dimensions === undefined) {
    throw new CvxError('CVX_MODEL_UNAVAILABLE', `${join(folder.path, 'config.json')} names no hidden_size.`, {
      exit: EXIT.usage,
      hint: 'Set EMBEDDING_MODEL to a sentence embedding model, or unset it to use the bundled one.',
    });
  }
  return {
    dimensions,
    pooling: await readPooling(folder.path),
    fingerprint: await fingerprint(folder, text),
  };
}

/** sentence-transformers' own note of how its model pools; most models pool by the mean. */
async function readPooling(path: string): Promise<Pooling> {
  const file = join(path, '1_Pooling', 'config.json');
  if (!existsSync(file)) return 'mean';
  const said = PoolingConfig.safeParse(parse(await readFile(file, 'utf8'))).data;
  if (said?.pooling_mode_cls_token === true) return 'cls';
  return said?.pooling_mode_lasttoken === true ? 'eos' : 'mean';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses undefined, and the caller then names the file.
    return undefined;
  }
}

async function fingerprint(folder: ModelFolder, config: string): Promise<string> {
  const hash = createHash('sha256').update(config);
  hash.update(await readFile(join(folder.path, 'tokenizer.json')));
  const weights = await open(join(folder.path, folder.weights.file));
  try {
    const { size } = await weights.stat();
    hash.update(String(size));
    for (const from of [0, Math.floor(size / 2), Math.max(0, size - SAMPLE_BYTES)]) {
      const { buffer, bytesRead } = await weights.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, from);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await weights.close();
  }
  return hash.digest('hex').slice(0, 12);
}
