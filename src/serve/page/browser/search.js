/**
 * The search view. A search starts when it is asked for (Enter, a mode, an example), not with every key: whoever sizes
 * the server for so many people counts on that.
 */
import { addressOf, readAddress, turnInto, visit } from './address.js';
import { ask, isAbort } from './api.js';
import { announce, byId, el, fill } from './dom.js';
import { hitItem } from './hit.js';
import { showMore } from './more.js';
import { hint, noticeOf } from './notice.js';
import { PAGE, readForm, requestOf, searchForm, writeForm } from './query.js';
import { counted } from './words.js';

/** A faster answer is shown without a sign of waiting: flicker is no information. */
const SHOW_WAITING_AFTER_MS = 150;

/** @type {AbortController | undefined} */
let running;

/** What is shown, or being fetched: the search that it belongs to. @type {string | undefined} */
let shown;

/** Wires the form. */
export function startSearch() {
  const form = searchForm();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go(readForm());
  });
  form.addEventListener('change', (event) => {
    // The field itself changes with every word; it is sent by Enter or the button.
    const text = event.target instanceof HTMLInputElement && event.target.type === 'search';
    if (!text && readForm().has('q')) go(readForm());
  });
}

/** @param {URLSearchParams} params */
function go(params) {
  if (!params.has('q')) return;
  // The same again is asked again: people come and go.
  shown = undefined;
  if (addressOf({ params }) === location.hash) turnInto({ params });
  else visit({ params });
}

/** Makes the view say what the address says; does nothing where it does already. */
export function showSearch() {
  const { params } = readAddress();
  if (shown === params.toString()) return;
  shown = params.toString();
  running?.abort();
  writeForm(params);
  const asked = (params.get('q') ?? '').trim() !== '';
  byId('view-search').dataset['state'] = asked ? 'results' : 'home';
  byId('home').hidden = asked;
  byId('answer').hidden = !asked;
  if (asked) void firstPage(params);
  else void countPeople();
}

/** @param {URLSearchParams} params */
async function firstPage(params) {
  const hits = byId('hits');
  const { signal } = (running = new AbortController());
  const waiting = setTimeout(() => showWaiting(hits), SHOW_WAITING_AFTER_MS);
  try {
    const answer = await ask('api/search', { method: 'POST', json: requestOf(params, 0), signal });
    showAnswer(answer, params);
    hits.replaceChildren(...answer.hits.map(hitItem));
    announce(found(answer.total));
  } catch (error) {
    if (isAbort(error)) return;
    fill(byId('found'), 'No answer');
    fill(byId('understood'));
    fill(byId('more'));
    hits.replaceChildren();
    fill(byId('said'), noticeOf(error, again));
  } finally {
    clearTimeout(waiting);
    if (!signal.aborted) hits.removeAttribute('aria-busy');
  }
}

function again() {
  shown = undefined;
  showSearch();
}

/** @param {any} answer @param {URLSearchParams} params */
function showAnswer({ query, hits, total, degraded }, params) {
  fill(byId('found'), found(total));
  const { understood } = query;
  fill(
    byId('understood'),
    understood.length > 0 && 'Read ',
    understood.flatMap((/** @type {{text: string, as: string}} */ one, /** @type {number} */ i) => [
      i > 0 && ', ',
      el('b', {}, one.text),
      ' as ',
      el('b', {}, one.as),
    ]),
  );
  fill(byId('said'), hint(degraded), total === 0 && nobody(params));
  moreButton(params, hits.length, total);
}

/** @param {number} total */
function found(total) {
  if (total === 0) return 'Nobody found';
  return total === 1 ? '1 person' : `${counted(total, 'person', 'people')}, best first`;
}

/** @param {URLSearchParams} params */
function nobody(params) {
  const words = params.get('mode') === 'lexical';
  return el(
    'p',
    { class: 'empty' },
    words
      ? 'No CV has any of these words. Search by meaning and words to find who comes close.'
      : 'Try fewer or other words, or add CVs.',
  );
}

/** The first time: places where results will be. Later: what is there stays, dimmed. @param {HTMLElement} hits */
function showWaiting(hits) {
  hits.setAttribute('aria-busy', 'true');
  fill(byId('said'));
  if (hits.childElementCount > 0) return;
  fill(byId('found'), 'Searching…');
  const lines = () => ['short', 'long', 'text'].map((kind) => el('span', { class: `bone ${kind}` }));
  hits.replaceChildren(
    ...Array.from({ length: 4 }, () => el('li', { class: 'hit', 'aria-hidden': 'true' }, lines())),
  );
}

/** @param {URLSearchParams} params @param {number} offset @param {number} total */
function moreButton(params, offset, total) {
  fill(
    byId('more'),
    showMore(total - offset, PAGE, () => void nextPage(params, offset)),
  );
}

/** @param {URLSearchParams} params @param {number} offset */
async function nextPage(params, offset) {
  running?.abort();
  const { signal } = (running = new AbortController());
  byId('more').querySelector('button')?.setAttribute('aria-busy', 'true');
  try {
    const { hits, total } = await ask('api/search', {
      method: 'POST',
      json: requestOf(params, offset),
      signal,
    });
    const list = byId('hits');
    // Whoever was added in between moves the ranks; nobody is listed twice.
    const known = new Set([...list.children].map((item) => item.getAttribute('data-id')));
    const items = hits.filter((/** @type {{id: string}} */ { id }) => !known.has(id)).map(hitItem);
    list.append(...items);
    moreButton(params, hits.length === 0 ? total : offset + hits.length, total);
    items[0]?.querySelector('a')?.focus();
    announce(`${counted(list.childElementCount, 'person', 'people')} shown`);
  } catch (error) {
    const notice = noticeOf(error, () => void nextPage(params, offset));
    if (notice !== undefined) fill(byId('more'), notice);
  }
}

async function countPeople() {
  try {
    const { total } = await ask('api/candidates?limit=1');
    fill(
      byId('count'),
      total === 0
        ? [el('b', {}, 'There are no CVs yet. '), el('a', { href: '#add' }, 'Add some')]
        : el('a', { href: '#people' }, `${counted(total, 'person is', 'people are')} searchable`),
    );
  } catch (error) {
    fill(
      byId('count'),
      noticeOf(error, () => void countPeople()),
    );
  }
}
