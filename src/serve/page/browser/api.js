/**
 * Requests to the API of this server, with the key that the reader gave and errors in one shape. Paths are relative to the page,
 * so that a proxy may put all of it below a path of its own.
 */
import { askForKey, storedKey } from './key.js';

/** Longer than the server lets any answer take. */
const PATIENCE_MS = 60_000;

/** Without a Retry-After a busy server is left alone for this long. */
const DEFAULT_WAIT_S = 5;

/** @typedef {'offline' | 'key' | 'forbidden' | 'busy' | 'missing' | 'invalid' | 'failed'} Kind */

/** What went wrong with a request, in words for the reader. */
export class Problem extends Error {
  /**
   * @param {Kind} kind
   * @param {string} title
   * @param {{detail?: string | undefined, requestId?: string | undefined, waitSeconds?: number}} [more]
   */
  constructor(kind, title, { detail, requestId, waitSeconds } = {}) {
    super(title);
    this.kind = kind;
    this.detail = detail;
    this.requestId = requestId;
    /** Seconds after which it may be tried again; only of `busy`. */
    this.waitSeconds = waitSeconds;
  }
}

/** @param {unknown} error @returns {error is DOMException} */
export function isAbort(error) {
  return error instanceof DOMException && error.name === 'AbortError';
}

/**
 * @typedef {object} Ask
 * @property {string} [method]
 * @property {unknown} [json] the body
 * @property {AbortSignal} [signal]
 * @property {string} [accept]
 * @property {readonly number[]} [alsoFine] statuses that are answers too
 */

/**
 * The JSON that the server answers; `undefined` where it answers nothing.
 * @param {string} path
 * @param {Ask} [options]
 * @returns {Promise<any>}
 * @throws {Problem} for every answer that is none; an abort stays a DOMException
 */
export async function ask(path, options = {}) {
  const response = await send(path, options);
  return response.status === 204 ? undefined : response.json();
}

/**
 * Server-sent events, each one's `data` as JSON. EventSource cannot send a key, so this reads the stream itself.
 * @param {string} path
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<any>}
 */
export async function* events(path, signal) {
  const response = await send(path, { accept: 'text/event-stream', signal });
  if (response.body === null) return;
  // Safari cannot iterate a stream.
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + part.value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split(/\r?\n/).flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? []);
      if (data.length > 0) yield JSON.parse(data.join('\n'));
    }
  }
}

/** @param {string} path @param {Ask} options @returns {Promise<Response>} */
async function send(path, options) {
  const key = storedKey();
  const response = await reach(path, options, key);
  if (response.ok || options.alsoFine?.includes(response.status)) return response;
  const problem = problemOf(response.status, response.headers, await response.text());
  if (problem.kind !== 'key') throw problem;
  if (!(await askForKey(key, problem.detail))) throw problem;
  return send(path, options);
}

/** @param {string} path @param {Ask} options @param {string | undefined} key */
async function reach(path, { method = 'GET', json, signal, accept = 'application/json' }, key) {
  const stream = accept === 'text/event-stream';
  const limit = stream ? [] : [AbortSignal.timeout(PATIENCE_MS)];
  try {
    return await fetch(path, {
      method,
      headers: {
        accept,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...authorization(key),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      signal: AbortSignal.any([...limit, ...(signal === undefined ? [] : [signal])]),
      cache: 'no-store',
      credentials: 'omit',
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw unreachable();
  }
}

/** @param {string | undefined} key @returns {Record<string, string>} */
export function authorization(key) {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

export function unreachable() {
  return new Problem('offline', 'The server does not answer.', {
    detail: navigator.onLine
      ? 'It may have been stopped or is starting again. What you see stays as it is.'
      : 'This device is offline.',
  });
}

/**
 * @param {number} status
 * @param {{get: (name: string) => string | null}} headers
 * @param {string} body `application/problem+json`, or whatever a proxy in between says
 */
export function problemOf(status, headers, body) {
  const told = parsed(body);
  const detail = textOf(told['detail']);
  const requestId = textOf(told['requestId']) ?? headers.get('x-request-id') ?? undefined;
  const more = { detail, requestId };
  if (status === 401) return new Problem('key', 'A key is needed.', more);
  if (status === 403) return new Problem('forbidden', 'Your key may not do that.', more);
  if (status === 404) return new Problem('missing', 'There is nothing here.', more);
  if (status === 429 || status === 503) {
    const waitSeconds = waitOf(headers.get('retry-after'));
    const title = status === 429 ? 'Too many requests at once.' : 'The server is busy or not ready.';
    return new Problem('busy', title, { ...more, waitSeconds });
  }
  const title = textOf(told['title']) ?? `The server answered ${status}.`;
  return new Problem(status < 500 ? 'invalid' : 'failed', title, more);
}

/** @param {string} body @returns {Record<string, unknown>} */
function parsed(body) {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** @param {unknown} value */
function textOf(value) {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** RFC 9110, 10.2.3: seconds, or a date. @param {string | null} header */
function waitOf(header) {
  if (header === null) return DEFAULT_WAIT_S;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : DEFAULT_WAIT_S;
}
