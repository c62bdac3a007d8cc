/** Shows what the address says, and says so to the title, the navigation and the focus. */
import { may, whoAmI } from './access.js';
import { addFiles, showAdd } from './add.js';
import { addressOf, readAddress, visit } from './address.js';
import { byId } from './dom.js';
import { startDropping } from './dropped.js';
import { forgetKey, storedKey } from './key.js';
import { startKeyboard } from './keyboard.js';
import { showPeople } from './people.js';
import { showPerson, startPerson } from './person.js';
import { showSearch, startSearch } from './search.js';
import { showStatus } from './status.js';

/** @type {Readonly<Record<string, () => void>>} */
const VIEWS = { search: showSearch, people: showPeople, add: showAdd, status: showStatus };

/** @type {string | undefined} */
let current;

/** @param {boolean} fromPage whether a link of this page led here, not the browser from elsewhere */
function route(fromPage) {
  const { view, params, person } = readAddress();
  const changed = view !== current;
  current = view;
  for (const name of Object.keys(VIEWS)) byId(`view-${name}`).hidden = name !== view;
  for (const link of document.querySelectorAll('[data-view]')) {
    if (link.getAttribute('data-view') === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (view === 'search') {
    // Back from elsewhere to what was searched last; the brand leads to the start.
    navLink('search').setAttribute('href', addressOf({ params }));
  }
  if (changed || view === 'search') VIEWS[view]?.();
  const subject = view === 'search' ? params.get('q') : navLink(view).textContent;
  document.title = subject ? `${subject} – cvx` : 'cvx';
  showPerson(fromPage);
  if (changed && fromPage && person === undefined) byId(`${view}-title`).focus();
}

/** @param {string} view */
function navLink(view) {
  const link = document.querySelector(`[data-view="${view}"]`);
  if (!(link instanceof HTMLAnchorElement)) throw new TypeError(`index.html has no link to ${view}`);
  return link;
}

/** Offers only what the key allows, and to let go of it where there is one. */
async function startAccess() {
  const signOut = byId('forget-key');
  signOut.addEventListener('click', () => {
    forgetKey();
    location.assign('./');
  });
  await whoAmI();
  signOut.hidden = storedKey() === undefined;
  navLink('add').hidden = !(await may('ingest'));
}

startSearch();
startPerson();
startKeyboard(() => {
  if (current !== 'search') navLink('search').click();
});
startDropping((files) => {
  if (current !== 'add') visit({ view: 'add' });
  addFiles(files);
});
byId('skip').addEventListener('click', (event) => {
  // Its address would be one of ours.
  event.preventDefault();
  byId('main').focus();
});
addEventListener('popstate', () => route(true));
addEventListener('hashchange', () => route(true));
route(false);
// Not on a phone, where it would bring up the keyboard over the examples.
if (location.hash === '' && matchMedia('(hover: hover)').matches) byId('q').focus();
// Whatever asked first has said so on the page; without an answer nothing is hidden.
startAccess().catch(() => undefined);
