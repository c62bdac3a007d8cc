import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job } from '../../../src/serve/ingest/job.ts';
import { UploadJournal } from '../../../src/serve/ingest/upload-journal.ts';
import { REMEMBERED_MS } from '../../../src/serve/ingest/uploads.ts';
import { jobAnswerSchema } from '../../../src/serve/routes/ingest.ts';
import { searchAnswerSchema } from '../../../src/serve/routes/search.ts';
import { runCvx } from '../../cli/run-cvx.ts';
import { json } from '../open-app.ts';
import { runServe, type Served } from '../run-serve.ts';

// Each starts a server three times or more, and a start takes as long as the machine is loaded.
vi.setConfig({ testTimeout: 240_000 });

const FILES = 24;
const WORDS = ['Orchids', 'Ferns', 'Irises', 'Hostas', 'Roses', 'Tulips', 'Hedges', 'Lawns'];

let home: string;
let served: Served | undefined;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cvx-journal-'));
});
afterEach(async () => {
  await served?.kill();
  served = undefined;
  await rm(home, { recursive: true, force: true });
});

const start = async (): Promise<Served> =>
  (served = await runServe([], { CVX_HOME: home, CVX_CONCURRENCY: '1' }));

async function upload({ url }: Served): Promise<Job> {
  const body = new FormData();
  for (let i = 0; i < FILES; i += 1) {
    const text = `Gardener Number${i}\nGardener\ngardener${i}@example.com\n\nExperience\n\nGardener, Park\n02/2015 - 05/2021\n${WORDS[i % WORDS.length]} and plot ${i}.\n`;
    body.append('files', new File([text], `gardener-${i}.txt`));
  }
  const response = await fetch(`${url}/api/ingest`, { method: 'POST', body });
  expect(response.status).toBe(202);
  return jobAnswerSchema.parse(await response.json()).job;
}

async function look({ url }: Served, id: string): Promise<Job> {
  return jobAnswerSchema.parse(await (await fetch(`${url}/api/ingest/${id}`)).json()).job;
}

async function done(at: Served, id: string): Promise<Job> {
  for (;;) {
    const job = await look(at, id);
    if (job.state === 'done') return job;
    await sleep(50);
  }
}

async function people({ url }: Served): Promise<number> {
  const answer = await fetch(`${url}/api/search`, json({ query: 'gardener park', mode: 'lexical' }));
  return searchAnswerSchema.parse(await answer.json()).total;
}

const onDisk = (): Promise<string[]> => readdir(join(home, 'upload-jobs'), { recursive: true });

test.each(['kill', 'stop'] as const)(
  'what was accepted before a %s is read by the next server',
  async (end) => {
    const first = await start();
    const { id } = await upload(first);
    if (end === 'kill') await first.kill();
    else expect(await first.stop('SIGTERM')).toBe(143);
    const folder = join(home, 'upload-jobs', id);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const second = await start();
    const { files } = await done(second, id);
    expect(files.map(({ name, state }) => [name, state])).toEqual(
      Array.from({ length: FILES }, (_, i) => [`gardener-${i}.txt`, 'done']),
    );
    // Stored just before it was killed, but not noted: then it is unchanged.
    for (const { outcome } of files) expect(['indexed', 'unchanged']).toContain(outcome);
    expect(new Set(files.map((file) => file.id)).size).toBe(FILES);
    expect(await people(second)).toBe(FILES);
    await second.stop('SIGTERM');
    expect((await onDisk()).toSorted()).toEqual([id, join(id, 'job.json')]);
    // What became of it is still known to the one after.
    expect((await look(await start(), id)).files).toEqual(files);
  },
);

test('killed again and again, it ends all the same, and nobody is stored twice', async () => {
  const { id } = await upload(await start());
  await served?.kill();
  await start();
  await sleep(300);
  await served?.kill();
  const last = await start();
  const { files } = await done(last, id);
  expect(files.every(({ state }) => state === 'done')).toBe(true);
  expect(await people(last)).toBe(FILES);
});

test('a file that ends each server which begins with it is given up, and said to be', async () => {
  const { id } = await upload(await start());
  await served?.kill();
  const record = join(home, 'upload-jobs', id, 'job.json');
  const kept = JSON.parse(await readFile(record, 'utf8')) as {
    starts: number;
    files: { file: { state: string } }[];
  };
  const waiting = kept.files.filter(({ file }) => file.state === 'waiting').length;
  await writeFile(record, JSON.stringify({ ...kept, starts: 3 }));
  const { files } = await done(await start(), id);
  expect(files.filter(({ state }) => state === 'failed')).toHaveLength(waiting);
  expect(files.find(({ state }) => state === 'failed')?.reason).toBe(
    'the server ended each time while it was read',
  );
});

test('who is erased while no server runs is no longer in its records once one has begun', async () => {
  const first = await start();
  const { id } = await upload(first);
  const [erased, ...others] = (await done(first, id)).files;
  await first.stop('SIGTERM');
  const { code } = await runCvx(['forget', erased?.id ?? '', '--yes'], { env: { CVX_HOME: home } });
  expect(code).toBe(0);
  const second = await start();
  const kept = await readFile(join(home, 'upload-jobs', id, 'job.json'), 'utf8');
  expect(kept).not.toMatch(new RegExp(`${erased?.name}|${erased?.id}`));
  expect((await look(second, id)).files).toEqual(others);
  // As a guest of the server that runs.
  const next = others[0];
  expect((await runCvx(['forget', next?.id ?? '', '--yes'], { env: { CVX_HOME: home } })).code).toBe(0);
  // All who ask at once write the record anew.
  const asked = await Promise.all(Array.from({ length: 16 }, () => look(second, id)));
  for (const { files } of asked) expect(files).toEqual(others.slice(1));
  expect(await readdir(join(home, 'upload-jobs', id))).toEqual(['job.json']);
});

test('several servers of one home may look through what is remembered at the same time', async () => {
  const jobs = join(home, 'upload-jobs');
  const long = new Date(Date.now() - 2 * REMEMBERED_MS);
  const file = { name: 'dora.txt', path: 'upload:1/dora.txt', state: 'done', outcome: 'indexed' };
  for (let i = 0; i < 120; i += 1) {
    const id = randomUUID();
    const record = join(jobs, id, 'job.json');
    await mkdir(join(jobs, id), { recursive: true });
    const files = [{ file, hash: 'f'.repeat(64), bytes: '0.txt' }];
    await writeFile(record, JSON.stringify({ id, owner: 'elsewhere-1', starts: 1, files }));
    if (i % 2 === 0) await utimes(record, long, long);
  }
  // Everybody was erased.
  let asked = 0;
  const store = {
    owners: async () => {
      asked += 1;
      return new Map<string, string>();
    },
  };
  const journal = new UploadJournal(home, store);
  const first = journal.sweep();
  // They meet where the first drops what the others look at.
  const sweeps = [first];
  while ((await readdir(jobs)).length === 120) await sleep(1);
  while ((await readdir(jobs)).length > 60) {
    sweeps.push(new UploadJournal(home, store).sweep());
    await sleep(2);
  }
  await Promise.all(sweeps);
  // Once for all jobs: a server looks before it listens.
  expect(asked).toBeLessThanOrEqual(sweeps.length);
  const left = await readdir(jobs);
  expect(left).toHaveLength(60);
  for (const id of left) expect((await journal.find(id))?.files).toEqual([]);
  expect((await onDisk()).filter((name) => /job\.json./.test(name))).toEqual([]);
});

test('a record that is damaged is named, with what to do', async () => {
  const { id } = await upload(await start());
  await served?.kill();
  const record = join(home, 'upload-jobs', id, 'job.json');
  await writeFile(record, '{');
  const { code, stderr } = await runCvx(['serve', '--port', '0'], { env: { CVX_HOME: home } });
  expect(code).toBe(2);
  expect(stderr).toContain(record);
  expect(stderr).toContain('Move the folder away');
});
