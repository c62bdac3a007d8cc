import { z } from '@hono/zod-openapi';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_READ_LIMITS } from '../../ingest/read/limits.ts';
import { documentRoute } from '../document-route.ts';
import { jobSchema, type Job } from '../ingest/job.ts';
import { receiveUpload } from '../ingest/receive-upload.ts';
import { MAX_FILES, type Uploads } from '../ingest/uploads.ts';
import { Refusal } from '../problem.ts';
import { checkContentType } from '../read-body.ts';
import { describeFailure } from '../request-log.ts';
import type { ServeApp, ServeDeps } from '../serve-app.ts';

/** How often a job is looked at for whoever follows it: often enough to look alive. */
const FOLLOW_MS = 250;

/** Below the 60 s after which proxies (nginx: proxy_read_timeout) take a silent answer for a dead one. */
const HEARTBEAT_MS = 15_000;

/** A megabyte as disks count it. */
const MB = 1_000_000;

export const jobAnswerSchema = z
  .strictObject({ schema: z.literal(1), job: jobSchema })
  .openapi('IngestAnswer');

interface IngestRouteDeps extends Pick<ServeDeps, 'config' | 'log' | 'stopping'> {
  readonly uploads: Uploads;
}

export function registerIngest(app: ServeApp, deps: IngestRouteDeps): void {
  registerUpload(app, deps);
  registerStatus(app, deps);
}

/** POST /api/ingest: files in, a job out. */
function registerUpload(app: ServeApp, { uploads, config }: IngestRouteDeps): void {
  const limits = {
    requestBytes: config.max_upload_mb * MB,
    fileBytes: Math.min(DEFAULT_READ_LIMITS.fileBytes, config.max_upload_mb * MB),
    files: MAX_FILES,
  };
  const schema = {
    type: 'object' as const,
    properties: {
      files: {
        type: 'array' as const,
        minItems: 1,
        items: { type: 'string' as const, format: 'binary' },
      },
    },
    required: ['files'],
    additionalProperties: false,
  };
  documentRoute(
    app,
    {
      method: 'post',
      path: '/api/ingest',
      summary: `Read CVs: up to ${MAX_FILES} files in one form`,
      request: { body: { required: true, content: { 'multipart/form-data': { schema } } } },
      responses: {
        202: {
          description: 'They are taken over. The header Location names the job to follow.',
          content: { 'application/json': { schema: jobAnswerSchema } },
        },
      },
    },
    [400, 413, 415],
  );
  app.post('/api/ingest', async (context) => {
    checkContentType(context, 'multipart/form-data');
    await uploads.checkRoom();
    const job = await uploads.accept(await receiveUpload(context.req.raw, uploads.folder, limits));
    return context.json({ schema: 1, job }, 202, {
      // Relative (RFC 9110, 10.2.2), so that it is right at whatever path a proxy has it.
      Location: `ingest/${job.id}`,
      'Cache-Control': 'no-store',
    });
  });
}

/** GET /api/ingest/{id}: where a job is; as `text/event-stream` for whoever follows it. */
function registerStatus(app: ServeApp, { uploads, log, stopping }: IngestRouteDeps): void {
  documentRoute(
    app,
    {
      method: 'get',
      path: '/api/ingest/{id}',
      summary: 'What became of an upload; with Accept: text/event-stream as it happens',
      request: { params: z.strictObject({ id: z.uuid() }) },
      responses: {
        200: {
          description:
            'The job, without the files of people who have been erased since. As a stream: an event `progress` with it at each change, then an event `done`, which ends the stream.',
          content: {
            'application/json': { schema: jobAnswerSchema },
            'text/event-stream': { schema: z.string() },
          },
        },
      },
    },
    [404],
  );
  app.get('/api/ingest/:id', async (context) => {
    const id = context.req.param('id');
    const job = await findJob(uploads, id);
    context.header('Cache-Control', 'no-store');
    if (!(context.req.header('accept') ?? '').includes('text/event-stream'))
      return context.json({ schema: 1, job }, 200);
    // nginx would keep events back until its buffer is full.
    context.header('X-Accel-Buffering', 'no');
    const signal = AbortSignal.any([context.req.raw.signal, stopping]);
    return streamSSE(
      context,
      (stream) => follow(stream, job, () => findJob(uploads, id), signal),
      async (error) => log.warn(describeFailure(error), 'a stream of progress ended early'),
    );
  });
}

async function findJob(uploads: Uploads, id: string): Promise<Job> {
  const job = z.uuid().safeParse(id).success ? await uploads.find(id) : undefined;
  if (job === undefined)
    throw new Refusal(404, 'CVX_JOB_UNKNOWN', 'There is no such job, or it was done long ago.');
  return job;
}

/** Tells each change until the job is done, the listener leaves, or the server stops. */
async function follow(
  stream: SSEStreamingApi,
  first: Job,
  look: () => Promise<Job>,
  signal: AbortSignal,
): Promise<void> {
  let told = '';
  let toldAt = performance.now();
  for (let job = first; !signal.aborted && !stream.closed; job = await look()) {
    const data = JSON.stringify({ schema: 1, job });
    if (data !== told) {
      await stream.writeSSE({ event: job.state === 'done' ? 'done' : 'progress', data });
      [told, toldAt] = [data, performance.now()];
    } else if (performance.now() - toldAt >= HEARTBEAT_MS) {
      await stream.write(': still there\n\n');
      toldAt = performance.now();
    }
    if (job.state === 'done') return;
    await sleep(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
  }
}
