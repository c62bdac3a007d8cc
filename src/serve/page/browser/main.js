/** The address decides what is shown: `?q=…&mode=…` the search, `#people`, `#add`, `#status` a view, `#person/ID` a person. */
import { may, whoAmI } from './access.js';
import { addFiles, showAdd } from './add.js';
import { byId } from './dom.js';
import { startDropping } from './dropped.js';
import { forgetKey, storedKey } from './key.js';
import { startKeyboard } from './keyboard.js';
import { showPeople } from './people.js';
import { personOfAddress, showPerson, startPerson } from './person.js';
import { searchForm } from './query.js';
import { showSearch, startSearch } from './search.js';
import { showStatus } from './status.js';

/** @type {Readonly<Record<string, () => void>>} */
const VIEWS = { search: showSearch, people: showPeople, add: showAdd, status: showStatus };

/** @type {string | undefined} */
let current;

/** @param {boolean} fromPage */
function route(fromPage) {
  const view = viewOfAddress();
  const changed = view !== current;
  current = view;
  for (const name of Object.keys(VIEWS)) byId(`view-${name}`).hidden = name !== view;
  for (const link of document.querySelectorAll('[data-view]')) {
    if (link.getAttribute('data-view') === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (changed || view === 'search') VIEWS[view]?.();
  const asked = new URLSearchParams(location.search).get('q');
  document.title = view === 'search' ? (asked ? `${asked} – cvx` : 'cvx') : `${titleOf(view)} – cvx`;
  showPerson(fromPage);
  if (changed && fromPage && personOfAddress() === undefined) byId(`${view}-title`).focus();
}

/** A person is shown over whatever was there. */
function viewOfAddress() {
  if (personOfAddress() !== undefined) return current ?? 'search';
  const name = location.hash.slice(1);
  return Object.hasOwn(VIEWS, name) ? name : 'search';
}

/** @param {string} view */
function titleOf(view) {
  return document.querySelector(`[data-view="${view}"]`)?.textContent ?? '';
}

/** @param {string} view */
function goTo(view) {
  if (current === view) return;
  history.pushState(null, '', `/${location.search}#${view}`);
  route(true);
}

/** Examples and the brand are links; they need not load the page anew. @param {MouseEvent} event */
function followInPlace(event) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.origin !== location.origin || link.pathname !== '/' || link.target !== '') return;
  if (link.search === location.search && link.hash !== '') return;
  event.preventDefault();
  history.pushState(null, '', link.pathname + link.search + link.hash);
  route(true);
  if (link.search === '') searchForm().querySelector('input')?.focus();
}

async function startAccess() {
  const signOut = byId('forget-key');
  signOut.addEventListener('click', () => {
    forgetKey();
    location.assign('/');
  });
  await whoAmI();
  signOut.hidden = storedKey() === undefined;
  const add = document.querySelector('[data-view="add"]');
  if (add instanceof HTMLElement) add.hidden = !(await may('ingest'));
}

startSearch();
startPerson();
startKeyboard(goTo);
startDropping((files) => {
  goTo('add');
  addFiles(files);
});
addEventListener('popstate', () => route(true));
addEventListener('click', followInPlace);
route(false);
// Not on a phone, where it would bring up the keyboard over the examples.
if (current === 'search' && location.search === '' && matchMedia('(hover: hover)').matches) byId('q').focus();
// Whatever asked first has said so on the page; without an answer nothing is hidden.
startAccess().catch(() => undefined);
