import { placesOf } from '../../config/places.ts';
import type { Config } from '../../config/schema.ts';
import type { Context } from '../../context.ts';
import type { ServeDeps } from '../serve-app.ts';
import type { SharedQueue } from '../shared-queue.ts';
import { UploadsAcross } from './across.ts';
import { UploadsHere } from './here.ts';
import { openUploadFolder } from './upload-folder.ts';
import type { Uploads } from './uploads.ts';

interface UploadDeps extends Pick<ServeDeps, 'recorder' | 'log'> {
  readonly context: Context;
  readonly config: Config;
  readonly queue: SharedQueue;
}

/** Read by `cvx worker` where there is a queue that workers share, else by this process. */
export async function openUploads({ context, config, queue, recorder, log }: UploadDeps): Promise<Uploads> {
  const folder = await openUploadFolder(config.home);
  const { staging } = context;
  if (staging !== undefined && placesOf(config).queue === 'redis')
    return new UploadsAcross({ context: { ...context, staging }, queue, recorder, folder });
  const uploads = new UploadsHere({ context, config, recorder, log, folder });
  await uploads.resume();
  return uploads;
}
