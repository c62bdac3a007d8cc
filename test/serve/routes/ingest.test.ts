import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemSchema } from '../../../src/serve/problem.ts';
import { jobAnswerSchema } from '../../../src/serve/routes/ingest.ts';
import { candidateSchema } from '../../../src/serve/routes/candidate-schema.ts';
import { searchAnswerSchema } from '../../../src/serve/routes/search.ts';
import type { ServeApp } from '../../../src/serve/serve-app.ts';
import type { Job } from '../../../src/serve/ingest/job.ts';
import type { Uploads } from '../../../src/serve/ingest/uploads.ts';
import { json, openStores, type Opened } from '../open-app.ts';

let stores: Opened;
beforeAll(async () => {
  stores = await openStores({ CVX_MAX_UPLOAD_MB: '1', CVX_CONCURRENCY: '1' });
});
afterAll(() => stores.close());

const cv = (name: string, word: string): string =>
  `${name}\nGardener\n${name.toLowerCase().replace(' ', '.')}@example.com\n\nExperience\n\nGardener, Park\n02/2015 - 05/2021\n${word} and roses.\n`;

function form(files: Readonly<Record<string, string>>): RequestInit {
  const body = new FormData();
  for (const [name, text] of Object.entries(files)) body.append('files', new File([text], name));
  return { method: 'POST', body };
}

async function upload(app: ServeApp, files: Readonly<Record<string, string>>): Promise<Job> {
  const response = await app.request('/api/ingest', form(files));
  expect(response.status).toBe(202);
  const { job } = jobAnswerSchema.parse(await response.json());
  const follow = new URL(response.headers.get('location') ?? '', 'https://example.com/hr/cvs/api/ingest');
  expect(follow.pathname).toBe(`/hr/cvs/api/ingest/${job.id}`);
  return job;
}

async function done(app: ServeApp, id: string): Promise<Job> {
  for (;;) {
    const { job } = jobAnswerSchema.parse(await (await app.request(`/api/ingest/${id}`)).json());
    if (job.state === 'done') return job;
    await sleep(50);
  }
}

function delegate(uploads: Uploads): Uploads {
  return {
    folder: uploads.folder,
    checkRoom: () => uploads.checkRoom(),
    accept: (files) => uploads.accept(files),
    find: (id) => uploads.find(id),
    close: (giveUp) => uploads.close(giveUp),
  };
}

/** All files that wait on the disk, with their modes. */
async function temporary(): Promise<string[]> {
  const root = join(stores.home, 'uploads');
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  return Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map(
        async (entry) =>
          `${entry.name} ${((await stat(join(entry.parentPath, entry.name))).mode & 0o777).toString(8)}`,
      ),
  );
}

test('an upload is read, found, and leaves nothing on the disk', async () => {
  const { app } = stores.build();
  const started = await upload(app, { 'dora.txt': cv('Dora Novak', 'Orchids'), 'empty.txt': '' });
  expect(started.files.map(({ name }) => name)).toEqual(['dora.txt', 'empty.txt']);
  const job = await done(app, started.id);
  expect(job.files.map(({ state, outcome }) => [state, outcome])).toEqual([
    ['done', 'indexed'],
    ['done', 'no-text'],
  ]);
  const search = await app.request('/api/search', json({ query: 'orchids', mode: 'lexical' }));
  const [hit] = searchAnswerSchema.parse(await search.json()).hits;
  expect(hit).toMatchObject({ id: job.files[0]?.id, name: 'Dora Novak', files: [job.files[0]?.path] });
  const shown = await app.request(`/api/candidates/${hit?.id}`);
  expect(candidateSchema.parse(await shown.json()).files).toEqual([job.files[0]?.path]);
  expect(await temporary()).toEqual([]);
});

test('the same file again is the same file; its bytes under another name are a duplicate', async () => {
  const { app } = stores.build();
  const text = cv('Emil Horn', 'Hedges');
  const [first] = (await done(app, (await upload(app, { 'e.txt': text })).id)).files;
  const again = await done(app, (await upload(app, { 'e.txt': text, 'copy.txt': text })).id);
  expect(again.files.map(({ outcome, id }) => [outcome, id])).toEqual([
    ['unchanged', first?.id],
    ['duplicate', first?.id],
  ]);
});

test('the status of an upload forgets whoever is erased, and keeps the others and what could not be read', async () => {
  const { app } = stores.build();
  const files = {
    'kai-lorenz.txt': cv('Kai Lorenz', 'Lupins'),
    'lea-moser.txt': cv('Lea Moser', 'Lilies'),
    'empty.txt': '',
  };
  const job = await done(app, (await upload(app, files)).id);
  const [kai, ...others] = job.files;
  expect((await app.request(`/api/candidates/${kai?.id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await done(app, job.id)).toEqual({ ...job, files: others });
  const kept = await readFile(join(stores.home, 'upload-jobs', job.id, 'job.json'), 'utf8');
  expect(kept).toContain('lea-moser');
  expect(kept).not.toContain('kai-lorenz');
  const stream = await app.request(`/api/ingest/${job.id}`, { headers: { Accept: 'text/event-stream' } });
  expect(await stream.text()).not.toMatch(new RegExp(`kai-lorenz|${kai?.id}`));
  await app.request(`/api/candidates/${others[0]?.id}`, { method: 'DELETE' });
  expect(await done(app, job.id)).toMatchObject({ state: 'done', files: [{ name: 'empty.txt' }] });
});

test('cvx ingest --prune does not take an upload for a file that is gone', async () => {
  const { app } = stores.build();
  await done(app, (await upload(app, { 'f.txt': cv('Frida Lund', 'Ferns') })).id);
  const { prune } = await import('../../../src/ingest/prune.ts');
  const { progressMeter } = await import('../../../src/ingest/progress-meter.ts');
  const gone = await prune(
    { ...stores.context, cwd: '/' },
    { paths: ['/', '.', stores.home], dryRun: true },
    progressMeter(() => undefined),
  );
  expect(gone.filter((path) => path.startsWith('upload:'))).toEqual([]);
});

test.each([
  ['../../../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\system32\\cv.pdf', 'cv.pdf'],
  ['/absolute/cv.pdf', 'cv.pdf'],
  ['..', 'unnamed'],
  ['a\u202Efdp.exe', 'afdp.exe'],
  ['tab\tand\u0007bell.txt', 'tabandbell.txt'],
  ['<img src=x onerror=alert(1)>.txt', '<img src=x onerror=alert(1)>.txt'],
  [`${'long '.repeat(60)}.docx`, undefined],
])('the name %j is only a label', async (given, label) => {
  const { app } = stores.build();
  const [file] = (await upload(app, { [given]: cv('Gil Marsh', given) })).files;
  if (label === undefined) expect([...(file?.name ?? '')]).toHaveLength(120);
  else expect(file?.name).toBe(label);
  expect(file?.path).toMatch(/^upload:[0-9a-f]{16}\/[^/\\]+$/);
});

test('progress comes as server-sent events, and ends', async () => {
  const { app } = stores.build();
  const { id } = await upload(app, { 'h.txt': cv('Hugo Bram', 'Hostas') });
  const response = await app.request(`/api/ingest/${id}`, { headers: { Accept: 'text/event-stream' } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const events = (await response.text())
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => ({
      name: /^event: (.*)$/m.exec(event)?.[1],
      job: jobAnswerSchema.parse(JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '')).job,
    }));
  expect(events.at(-1)).toMatchObject({
    name: 'done',
    job: { state: 'done', files: [{ outcome: 'indexed' }] },
  });
  expect(events.slice(0, -1).every(({ name }) => name === 'progress')).toBe(true);
});

test('a stream of progress ends when the server stops', async () => {
  const { app, stop } = stores.build({
    parts: {
      uploads: { ...delegate(stores.uploads), find: async (id) => ({ id, state: 'running', files: [] }) },
    },
  });
  const response = await app.request('/api/ingest/018f4e7a-7f9a-4f5e-8b1a-0a9d6f2c3b4d', {
    headers: { Accept: 'text/event-stream' },
  });
  stop.abort();
  expect(await response.text()).toContain('"running"');
});

test.each([
  ['0', 404],
  ['018f4e7a-7f9a-4f5e-8b1a-0a9d6f2c3b4d', 404],
  ['..%2f..%2f', 404],
])('job %s: %i', async (id, status) => {
  const { app } = stores.build();
  const response = await app.request(`/api/ingest/${id}`);
  expect(problemSchema.parse(await response.json())).toMatchObject({ status, code: 'CVX_JOB_UNKNOWN' });
});

const BOUNDARY = 'X-BOUNDARY';
const raw = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
  body,
});
const part = (name: string, body: string): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${body}\r\n`;

test.each([
  ['no file', raw(`--${BOUNDARY}--\r\n`), 400, 'CVX_UPLOAD_INVALID'],
  [
    'a body that ends in the middle of a file',
    raw(part('a.txt', 'half').slice(0, -2)),
    400,
    'CVX_UPLOAD_INVALID',
  ],
  ['an empty body', raw(''), 400, 'CVX_UPLOAD_INVALID'],
  ['no boundary', raw('x', { 'Content-Type': 'multipart/form-data' }), 400, 'CVX_UPLOAD_INVALID'],
  [
    'a field that is no file',
    raw(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--${BOUNDARY}--\r\n`),
    400,
    'CVX_UPLOAD_INVALID',
  ],
  ['a type that is no form', raw('x', { 'Content-Type': 'application/pdf' }), 415, 'CVX_CONTENT_TYPE'],
  ['a length over the limit', raw('x', { 'Content-Length': '1000001' }), 413, 'CVX_BODY_TOO_LARGE'],
  [
    'more bytes than allowed, untold',
    raw(`${part('a.txt', 'a'.repeat(600_000))}${part('b.txt', 'b'.repeat(600_000))}--${BOUNDARY}--\r\n`),
    413,
    'CVX_BODY_TOO_LARGE',
  ],
  [
    'more files than allowed',
    raw(`${Array.from({ length: 101 }, (_, i) => part(`${i}.txt`, 'x')).join('')}--${BOUNDARY}--\r\n`),
    413,
    'CVX_TOO_MANY_FILES',
  ],
] as const)('%s is refused, and nothing of it stays', async (_, init, status, code) => {
  const { app, logged } = stores.build();
  const response = await app.request('/api/ingest', init);
  expect(problemSchema.parse(await response.json())).toMatchObject({ status, code });
  expect(logged).toHaveLength(1);
  await expect.poll(temporary).toEqual([]);
});

test('while they wait, bytes are for their owner only, under names that nobody chose', async () => {
  const waiting: string[][] = [];
  const { app } = stores.build({
    parts: {
      uploads: {
        ...delegate(stores.uploads),
        accept: async (files) => {
          waiting.push(await temporary());
          return stores.uploads.accept(files);
        },
      },
    },
  });
  await done(app, (await upload(app, { 'ivo.txt': cv('Ivo Stern', 'Irises') })).id);
  expect(waiting.flat()).toHaveLength(1);
  expect(waiting.flat()[0]).toMatch(/^[0-9a-f-]{36}\.txt 600$/);
});

test('the log has no name of a file and nothing of a CV', async () => {
  const { app, logged } = stores.build();
  await done(app, (await upload(app, { 'secret-name.txt': cv('Jana Secretova', 'Jasmine') })).id);
  const lines = JSON.stringify(logged);
  expect(lines).toContain('/api/ingest/{id}');
  for (const secret of ['secret-name', 'Secretova', 'Jasmine', 'upload:'])
    expect(lines).not.toContain(secret);
});
