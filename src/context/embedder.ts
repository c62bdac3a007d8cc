import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Embedder } from '../embed/embedder.ts';

/** The model that the configuration names; loaded only here, since each brings its own heavy modules. */
export async function openEmbedder(config: Config, onNotice: (text: string) => void): Promise<Embedder> {
  if (config.embedding_model === 'bundled') {
    const { openBundledEmbedder } = await import('../embed/embedder/bundled.ts');
    return openBundledEmbedder();
  }
  const { openTransformersEmbedder } = await import('../embed/embedder/transformers.ts');
  return openTransformersEmbedder({
    model: config.embedding_model,
    cacheDir: join(config.home, 'models'),
    onDownload: onNotice,
  });
}
