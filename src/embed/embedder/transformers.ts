import type * as Transformers from '@xenova/transformers';

import { CvxError, EXIT } from '../../lib/errors.ts';
import type { Embedder } from '../embedder.ts';
import { downloadModel, HUB, unavailable } from './transformers/download-model.ts';
import {
  findModelFolder,
  isPath,
  readModelTraits,
  type ModelFolder,
  type ModelTraits,
} from './transformers/model-folder.ts';

/** A batch is padded to its longest text: small batches of like lengths waste least, and keep the memory flat. */
const BATCH = 16;
/** Models read 512 tokens or fewer; no more than this many characters can matter, and tokenising the rest costs. */
const MAX_CHARACTERS = 16_384;
/** onnxruntime's level for errors only: its warnings about the graph are of no use to whoever runs cvx. */
const ONNX_ERRORS = 3;

export interface TransformersOptions {
  /** A name on the hub (`Xenova/all-MiniLM-L6-v2`) or the path of a folder that holds a model. */
  readonly model: string;
  /** Downloaded models are kept here and found here again. */
  readonly cacheDir: string;
  /** A folder of models, looked into first: `<localModelPath>/Xenova/all-MiniLM-L6-v2/config.json`. */
  readonly localModelPath?: string;
  /** A mirror of the hub. */
  readonly hub?: string;
  /** Called before a download begins, with what, how large, from where and where to. */
  readonly onDownload: (text: string) => void;
}

/**
 * Any sentence embedding model that transformers.js can run (ONNX), from a folder, the cache or the hub, in this order.
 * Rejects with CVX_EMBEDDER_MISSING where the optional package is not installed, with CVX_MODEL_UNAVAILABLE where
 * the model cannot be had.
 */
export async function openTransformersEmbedder(options: TransformersOptions): Promise<Embedder> {
  const library = await importLibrary();
  const folder = await getFolder(options);
  const traits = await readModelTraits(folder);
  library.env.logLevel = library.LogLevel.NONE;
  const run = await load(library, folder);
  let isOpen = true;
  return {
    id: `transformers:${folder.name}:${folder.weights.dtype}:${traits.fingerprint}`,
    dimensions: traits.dimensions,
    async embed(texts, call) {
      const vectors: Float32Array[] = texts.map(() => new Float32Array(traits.dimensions));
      const order = [...texts.keys()].filter((i) => texts[i]?.trim() !== '');
      order.sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
      for (let from = 0; from < order.length; from += BATCH) {
        call?.signal?.throwIfAborted();
        const batch = order.slice(from, from + BATCH);
        const read = batch.map((i) => texts[i]?.slice(0, MAX_CHARACTERS) ?? '');
        const rows = await embedBatch(run, read, traits, folder.name);
        for (const [at, i] of batch.entries())
          vectors[i] = rows.slice(at * traits.dimensions, (at + 1) * traits.dimensions);
      }
      return vectors;
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await run.dispose();
    },
  };
}

type Library = typeof Transformers;
type FeatureExtractionPipeline = Transformers.FeatureExtractionPipeline;

async function importLibrary(): Promise<Library> {
  try {
    return await import('@xenova/transformers');
  } catch (cause) {
    throw new CvxError(
      'CVX_EMBEDDER_MISSING',
      'EMBEDDING_MODEL needs the package @xenova/transformers, which is not installed.',
      {
        exit: EXIT.usage,
        hint:
          'Install it:  npm install @xenova/transformers@npm:@huggingface/transformers@4\n' +
          'or unset EMBEDDING_MODEL to use the bundled model.',
        cause,
      },
    );
  }
}

async function getFolder({
  model,
  cacheDir,
  localModelPath,
  hub = HUB,
  onDownload,
}: TransformersOptions): Promise<ModelFolder> {
  const parents = localModelPath === undefined ? [cacheDir] : [localModelPath, cacheDir];
  const found = findModelFolder(model, parents);
  if (found !== undefined) return found;
  if (isPath(model)) throw unavailable(model, hub, `The folder ${model} holds no whole model`, EXIT.usage);
  return downloadModel({ model, hub: hub.replace(/\/+$/, ''), cacheDir, onDownload });
}

async function load(library: Library, folder: ModelFolder): Promise<FeatureExtractionPipeline> {
  try {
    return await library.pipeline('feature-extraction', folder.path, {
      dtype: folder.weights.dtype,
      local_files_only: true,
      session_options: { logSeverityLevel: ONNX_ERRORS },
    });
  } catch (cause) {
    throw new CvxError('CVX_MODEL_UNAVAILABLE', `The model in ${folder.path} cannot be loaded.`, {
      exit: EXIT.usage,
      hint: `Remove ${folder.path} if it came from a download, choose another EMBEDDING_MODEL, or unset it to use the bundled one.`,
      cause,
    });
  }
}

async function embedBatch(
  run: FeatureExtractionPipeline,
  texts: string[],
  { dimensions, pooling }: ModelTraits,
  name: string,
): Promise<Float32Array> {
  const failed = (why: string, cause?: unknown): CvxError =>
    new CvxError('CVX_EMBED_FAILED', `The model ${name} could not embed ${texts.length} texts: ${why}.`, {
      exit: EXIT.unavailable,
      hint: 'Choose another EMBEDDING_MODEL, or unset it to use the bundled model.',
      cause,
    });
  try {
    const { data } = await run(texts, { pooling, normalize: true });
    if (data.length === texts.length * dimensions) return Float32Array.from(data);
  } catch (cause) {
    throw failed('the runtime refused', cause);
  }
  throw failed(`its vectors have not the ${dimensions} dimensions that config.json names`);
}
