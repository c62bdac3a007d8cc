import { Refusal } from '../problem.ts';
import type { Job } from './job.ts';
import type { ReceivedFile } from './receive-upload.ts';
import type { UploadFolder } from './upload-folder.ts';

/** What becomes of uploaded files: read here (here.ts), or handed to `cvx worker` (across.ts). */
export interface Uploads {
  readonly folder: UploadFolder;
  /** Rejects with a Refusal, 503, while too many wait already: asked before a body is read. */
  checkRoom(): Promise<void>;
  /** Takes the files over, temporary bytes included. Once it resolves, they are read even where this process is killed. */
  accept(files: readonly ReceivedFile[]): Promise<Job>;
  /** Without files of people who have been erased since. Undefined where there is no such job, or it is long done. */
  find(id: string): Promise<Job | undefined>;
  /** Lets what is under way end until `giveUp` aborts. What was not accepted by then is gone. */
  close(giveUp: AbortSignal): Promise<void>;
}

/** Of one upload: what a person picks in a dialog; a whole folder goes in several. */
export const MAX_FILES = 100;

/** What {@link Uploads.checkRoom} rejects with. */
export function noRoom(): Refusal {
  return new Refusal(503, 'CVX_UPLOADS_WAITING', 'Too many uploaded files still wait to be read.', {
    headers: { 'Retry-After': '30' },
  });
}

/** Jobs that are remembered after they are done, for whoever asks late. */
export const REMEMBERED_JOBS = 1000;

export const REMEMBERED_MS = 24 * 60 * 60 * 1000;
