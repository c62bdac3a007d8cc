/** One person in a panel over the results, under an address of its own. */
import { may } from './access.js';
import { readAddress, turnInto } from './address.js';
import { ask, isAbort } from './api.js';
import { announce, byId, el, fill } from './dom.js';
import { noticeOf } from './notice.js';
import { personBody, personHead } from './person-sections.js';

/** @type {AbortController | undefined} */
let running;

/** Whose panel is open. @type {string | undefined} */
let open;

/** Whether going back in the history leads to the list that the panel was opened from. */
let listIsBehind = false;

function panel() {
  const found = byId('person');
  if (!(found instanceof HTMLDialogElement)) throw new TypeError('#person is no dialog');
  return found;
}

/** Wires the panel: Escape, the close button and a press beside it close it by way of the address. */
export function startPerson() {
  const dialog = panel();
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    leave();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) leave();
  });
}

/** Opens, changes or closes the panel as the address says. @param {boolean} fromPage whether a link of this page led here */
export function showPerson(fromPage) {
  const { person: id } = readAddress();
  if (id === open) return;
  running?.abort();
  const before = open;
  open = id;
  if (id === undefined) {
    panel().close();
    focusPerson(before);
    return;
  }
  if (before === undefined) listIsBehind = fromPage;
  void load(id);
}

function leave() {
  if (listIsBehind) history.back();
  else turnInto({ ...readAddress(), person: undefined });
}

/** @param {string | undefined} id */
function focusPerson(id) {
  const link = id === undefined ? undefined : links().find((one) => one.dataset['id'] === id);
  (link ?? links()[0] ?? document.querySelector('section:not([hidden]) h1'))?.focus();
}

/** The people of the list behind the panel, in its order. @returns {HTMLElement[]} */
function links() {
  return [...document.querySelectorAll('section:not([hidden]) a.person')].filter(
    (link) => link instanceof HTMLElement,
  );
}

/** @param {string} id */
async function load(id) {
  const dialog = panel();
  const { signal } = (running = new AbortController());
  const name = links().find((link) => link.dataset['id'] === id)?.textContent ?? 'Loading…';
  fill(dialog, toolbar(id), el('h2', { id: 'person-name', tabindex: '-1' }, el('bdi', {}, name)));
  dialog.setAttribute('aria-busy', 'true');
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  byId('person-name').focus();
  try {
    const record = await ask(`api/candidates/${encodeURIComponent(id)}`, { signal });
    fill(dialog, toolbar(id), ...personHead(record), ...personBody(record));
    byId('person-name').focus();
    await offerErasure(dialog, id, record.candidate.name ?? 'this person', signal);
  } catch (error) {
    if (isAbort(error)) return;
    fill(byId('person-name'), 'Not shown');
    dialog.append(noticeOf(error, () => void load(id)) ?? '');
  } finally {
    if (!signal.aborted) dialog.removeAttribute('aria-busy');
  }
}

/** @param {string} id */
function toolbar(id) {
  const ids = links().map((link) => link.dataset['id']);
  const at = ids.indexOf(id);
  /** @param {number} step @param {string} label @param {string} sign */
  const toOther = (step, label, sign) => {
    const other = at === -1 ? undefined : ids[at + step];
    const visit = () => other !== undefined && turnInto({ ...readAddress(), person: other });
    return el(
      'button',
      {
        type: 'button',
        class: 'plain',
        'aria-label': label,
        'data-step': String(step),
        disabled: other === undefined,
        onclick: visit,
      },
      sign,
    );
  };
  return el(
    'div',
    { class: 'toolbar' },
    at === -1
      ? el('span')
      : [
          toOther(-1, 'Previous person', '‹'),
          toOther(1, 'Next person', '›'),
          el('span', { class: 'quiet' }, `${at + 1} of ${ids.length} shown`),
        ],
    el('button', { type: 'button', class: 'plain close', 'aria-label': 'Close', onclick: leave }, '✕'),
  );
}

/** @param {HTMLElement} dialog @param {string} id @param {string} name @param {AbortSignal} signal */
async function offerErasure(dialog, id, name, signal) {
  const allowed = await may('admin').catch(() => false);
  if (!allowed || signal.aborted) return;
  const place = el('div', { class: 'erase' });
  const offer = el(
    'button',
    { type: 'button', class: 'danger', onclick: () => confirm() },
    'Erase this person…',
  );
  const confirm = () => {
    const keep = el(
      'button',
      {
        type: 'button',
        onclick: () => {
          fill(place, offer);
          offer.focus();
        },
      },
      'Keep',
    );
    const erase = () => void eraseNow(place, id, name, offer);
    fill(
      place,
      el(
        'div',
        { role: 'group', 'aria-labelledby': 'erase-what' },
        el(
          'p',
          { id: 'erase-what' },
          el('b', {}, 'Erase ', el('bdi', {}, name), '? '),
          'Everything that was read of this person is erased for good, in the store and in the search index. Files outside cvx stay where they are.',
        ),
        el(
          'p',
          { class: 'actions' },
          keep,
          el('button', { type: 'button', class: 'danger', onclick: erase }, 'Erase for good'),
        ),
      ),
    );
    keep.focus();
  };
  fill(place, offer);
  dialog.append(place);
}

/** @param {HTMLElement} place @param {string} id @param {string} name @param {HTMLElement} offer */
async function eraseNow(place, id, name, offer) {
  place.setAttribute('aria-busy', 'true');
  try {
    await ask(`api/candidates/${encodeURIComponent(id)}`, { method: 'DELETE' });
    for (const link of links()) if (link.dataset['id'] === id) link.closest('li')?.remove();
    leave();
    announce(`${name} was erased.`);
  } catch (error) {
    fill(place, offer, noticeOf(error, undefined));
  } finally {
    place.removeAttribute('aria-busy');
  }
}
