import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../problem.ts';
import { atMost, tooLarge } from '../read-body.ts';
import type { StoredUpload, UploadFolder } from './upload-folder.ts';
import { extensionOf, uploadLabel } from './upload-label.ts';

export interface UploadLimits {
  /** Of the whole request. */
  readonly requestBytes: number;
  readonly fileBytes: number;
  readonly files: number;
}

export interface ReceivedFile extends StoredUpload {
  readonly label: string;
}

/** Headers of one part: names of files and types, twice what browsers send. */
const PART_HEADERS = { headerPairs: 16, headerSize: 8 * 1024, fieldNameSize: 100 };

/**
 * The files of a multipart/form-data body, streamed to `folder`. All or nothing: where one is refused, or the sender leaves, none
 * stays on the disk.
 * @throws Refusal 400 or 413.
 */
export async function receiveUpload(
  request: Request,
  folder: UploadFolder,
  limits: UploadLimits,
): Promise<readonly ReceivedFile[]> {
  if (Number(request.headers.get('content-length') ?? 0) > limits.requestBytes)
    throw tooLarge(limits.requestBytes);
  if (request.body === null) throw malformed();
  const stop = new AbortController();
  // Each file of the body listens to it.
  setMaxListeners(0, stop.signal);
  const storing: Promise<ReceivedFile>[] = [];
  const parser = parserOf(request, limits, stop);
  parser.on('file', (_field, stream, filename) => {
    const label = uploadLabel(filename);
    stream.on('limit', () => stop.abort(tooLargeFile(limits.fileBytes)));
    const file = folder
      .store(stream, extensionOf(label), stop.signal)
      .then((stored) => ({ ...stored, label }));
    // Its failure is looked at below, with the others'.
    file.catch(() => stop.abort(malformed()));
    storing.push(file);
  });
  try {
    const counted = (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
      atMost(limits.requestBytes, chunks);
    await pipeline(Readable.fromWeb(request.body), counted, parser, { signal: stop.signal });
    const files = await Promise.all(storing);
    if (files.length === 0) throw malformed('The body has no file.');
    return files;
  } catch (error) {
    const why = refusalOf(error, stop.signal);
    // The parser leaves the stream of a file that was cut off open.
    stop.abort(why);
    const settled = await Promise.allSettled(storing);
    await folder.remove(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
    throw why;
  }
}

function parserOf(
  request: Request,
  { fileBytes, files }: UploadLimits,
  stop: AbortController,
): BusboyInstance {
  let parser: BusboyInstance;
  try {
    parser = new Busboy({
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      limits: { ...PART_HEADERS, fileSize: fileBytes, files, fields: 0, parts: files + 1 },
    });
  } catch {
    throw malformed();
  }
  parser.on('filesLimit', () =>
    stop.abort(new Refusal(413, 'CVX_TOO_MANY_FILES', `One upload has ${files} files at most.`, CLOSE)),
  );
  parser.on('fieldsLimit', () => stop.abort(malformed('The body may have files only.')));
  parser.on('partsLimit', () => stop.abort(malformed('The body may have files only.')));
  return parser;
}

const CLOSE = { headers: { Connection: 'close' } } as const;

function tooLargeFile(most: number): Refusal {
  return new Refusal(413, 'CVX_FILE_TOO_LARGE', `One file may have ${most} bytes at most.`, CLOSE);
}

function malformed(detail = 'The body is no whole multipart/form-data.'): Refusal {
  return new Refusal(400, 'CVX_UPLOAD_INVALID', detail, CLOSE);
}

/** What stopped it says why; anything else is a body that ended or was written wrongly, or a disk that failed. */
function refusalOf(error: unknown, stop: AbortSignal): unknown {
  if (stop.aborted && stop.reason instanceof Refusal) return stop.reason;
  if (error instanceof Refusal) return error;
  // Errors of the system (a full disk) have a number; those of the parser have none.
  return error instanceof Error && 'errno' in error ? error : malformed();
}
