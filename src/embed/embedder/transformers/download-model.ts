import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { CvxError, EXIT } from '../../../lib/errors.ts';
import { findModelFolder, WEIGHTS, type ModelFolder } from './model-folder.ts';

/** Where transformers.js, too, looks. */
export const HUB = 'https://huggingface.co';

const REQUIRED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;
const OPTIONAL = ['1_Pooling/config.json', 'special_tokens_map.json'] as const;
/** For the answer to begin, not for the transfer: a hub that is up answers well within it. */
const ANSWER_TIMEOUT_MS = 20_000;
const BYTES_PER_MB = 1_000_000;

interface Download {
  readonly model: string;
  readonly hub: string;
  readonly cacheDir: string;
  /** Told what comes, from where, how large and where to, before the first byte of the model moves. */
  readonly onDownload: (text: string) => void;
}

interface RemoteFile {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Fetches a model into `<cacheDir>/<model>`, the layout of transformers.js's own cache. Each file appears under its name
 * only when whole, the weights last, so an interrupted download is never taken for a model.
 * Rejects with CVX_MODEL_UNAVAILABLE, saying how to go on without the network.
 */
export async function downloadModel(download: Download): Promise<ModelFolder> {
  const { model, hub, cacheDir, onDownload } = download;
  const files = await listFiles(hub, model);
  const target = join(cacheDir, model);
  const megabytes = (files.reduce((sum, { bytes }) => sum + bytes, 0) / BYTES_PER_MB).toFixed(1);
  onDownload(`Downloading ${model} (${megabytes} MB) from ${hub}/${model} to ${target}`);
  try {
    for (const { file } of files) await fetchFile(url(hub, model, file), join(target, file));
  } catch (cause) {
    throw unavailable(model, hub, `The download of ${model} from ${hub} broke off`, EXIT.unavailable, cause);
  }
  const folder = findModelFolder(model, [cacheDir]);
  if (folder === undefined) throw unavailable(model, hub, `${target} is incomplete`, EXIT.unavailable);
  return folder;
}

async function listFiles(hub: string, model: string): Promise<readonly RemoteFile[]> {
  const sizes = async (files: readonly string[]): Promise<RemoteFile[]> => {
    const found = await Promise.all(
      files.map(async (file) => ({ file, bytes: await sizeOf(hub, model, file) })),
    );
    return found.flatMap(({ file, bytes }) => (bytes === undefined ? [] : [{ file, bytes }]));
  };
  const required = await sizes(REQUIRED);
  const weights = (await sizes(WEIGHTS.map(({ file }) => file)))[0];
  if (required.length < REQUIRED.length || weights === undefined) {
    throw unavailable(
      model,
      hub,
      `${hub} has no model ${model} in the layout of transformers.js (ONNX)`,
      EXIT.usage,
    );
  }
  const external = await sizes([`${weights.file}_data`]);
  return [...required, ...(await sizes(OPTIONAL)), ...external, weights];
}

/** Undefined where the hub does not have the file; it answers 401 for a model that it does not have. */
async function sizeOf(hub: string, model: string, file: string): Promise<number | undefined> {
  // A range of one byte: HEAD reports the compressed length of small files.
  const answer = await ask(hub, model, file);
  await answer.body?.cancel();
  if ([401, 403, 404].includes(answer.status)) return undefined;
  if (!answer.ok) {
    throw unavailable(model, hub, `${hub} answered ${answer.status} for ${model}`, EXIT.unavailable);
  }
  const total = answer.headers.get('content-range')?.split('/')[1] ?? answer.headers.get('content-length');
  return Number(total ?? 0);
}

async function ask(hub: string, model: string, file: string): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    return await fetch(url(hub, model, file), { headers: { ...token(), range: 'bytes=0-0' }, signal });
  } catch (cause) {
    throw unavailable(model, hub, `Cannot reach ${hub} for the model ${model}`, EXIT.unavailable, cause);
  }
}

async function fetchFile(from: string, to: string): Promise<void> {
  const answer = await fetch(from, { headers: token() });
  if (!answer.ok || answer.body === null) throw new Error(`status ${answer.status}`);
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.${process.pid}.part`;
  try {
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(part));
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}

function url(hub: string, model: string, file: string): string {
  return `${hub}/${model}/resolve/main/${file}`;
}

/** Hugging Face's own setting, for models that are not public. */
function token(): Record<string, string> {
  const value = process.env['HF_TOKEN'];
  return value === undefined || value === '' ? {} : { authorization: `Bearer ${value}` };
}

export function unavailable(
  model: string,
  hub: string,
  what: string,
  exit: typeof EXIT.usage | typeof EXIT.unavailable,
  cause?: unknown,
): CvxError {
  return new CvxError('CVX_MODEL_UNAVAILABLE', `${what}.`, {
    exit,
    hint:
      `Check the name and the connection to ${hub}; or copy the model's folder here and set EMBEDDING_MODEL to its path\n` +
      `(config.json, tokenizer.json, tokenizer_config.json, onnx/model_quantized.onnx);\n` +
      `or unset EMBEDDING_MODEL (now ${model}) to use the bundled model.`,
    cause,
  });
}
