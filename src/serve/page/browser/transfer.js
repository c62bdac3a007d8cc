/** One file to the server: its bytes with progress, then the news of its job until it has an outcome. */
import { ask, authorization, events, Problem, problemOf, unreachable } from './api.js';
import { askForKey, storedKey } from './key.js';

/** Only where the stream of news is not to be had. */
const POLL_MS = 1000;

/** A server that stays busy for so many waits is not going to take the file. */
const MAX_WAITS = 20;

/** @typedef {{name: string, outcome?: string | null, reason?: string | null, id?: string | null}} FileNews */
/** @typedef {{id: string, state: 'running' | 'done', files: FileNews[]}} Job */

/**
 * @typedef {object} Watch
 * @property {(share: number) => void} sent share of the bytes, 0 to 1
 * @property {(text: string) => void} waiting why nothing moves
 * @property {() => void} reading the server has it all
 */

/**
 * @param {File} file
 * @param {Watch} watch
 * @returns {Promise<FileNews>} with its outcome
 * @throws {Problem}
 */
export async function transfer(file, watch) {
  const job = await upload(file, watch);
  watch.reading();
  const finished = job.state === 'done' ? job : await follow(job.id);
  const [news] = finished.files;
  if (news?.outcome) return news;
  throw new Problem('failed', 'It could not be read.', { detail: news?.reason ?? undefined });
}

/** @param {File} file @param {Watch} watch @returns {Promise<Job>} */
async function upload(file, watch) {
  for (let waits = 0; ; waits += 1) {
    const key = storedKey();
    try {
      return await post(file, key, watch);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === 'key' && (await askForKey(key, error.detail))) continue;
      if (error.kind !== 'busy' || waits >= MAX_WAITS) throw error;
      watch.waiting('The server is busy; waiting for it');
      await pause((error.waitSeconds ?? 1) * 1000);
    }
  }
}

/**
 * `fetch` does not tell how much has been sent.
 * @param {File} file
 * @param {string | undefined} key
 * @param {Watch} watch
 * @returns {Promise<Job>}
 */
function post(file, key, watch) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', 'api/ingest');
    request.setRequestHeader('accept', 'application/json');
    for (const [name, value] of Object.entries(authorization(key))) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => watch.sent(loaded / total));
    request.addEventListener('error', () => reject(unreachable()));
    request.addEventListener('load', () => {
      const { status, responseText } = request;
      if (status >= 200 && status < 300) resolve(JSON.parse(responseText).job);
      else reject(problemOf(status, { get: (name) => request.getResponseHeader(name) }, responseText));
    });
    const form = new FormData();
    form.append('files', file, file.name);
    request.send(form);
  });
}

/** @param {string} id @returns {Promise<Job>} */
async function follow(id) {
  const path = `api/ingest/${encodeURIComponent(id)}`;
  const stop = new AbortController();
  try {
    for await (const { job } of events(path, stop.signal)) if (job.state === 'done') return job;
  } catch (error) {
    // A proxy that cuts long answers, or a server that starts again: the job goes on, so it is asked for by and by.
    if (error instanceof Problem && !['offline', 'busy'].includes(error.kind)) throw error;
  } finally {
    stop.abort();
  }
  return poll(path);
}

/** @param {string} path @returns {Promise<Job>} */
async function poll(path) {
  for (;;) {
    const { job } = await ask(path);
    if (job.state === 'done') return job;
    await pause(POLL_MS);
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
