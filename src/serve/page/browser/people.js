/** Everybody, for who would rather look than ask. */
import { ask, isAbort } from './api.js';
import { announce, byId, el, fill } from './dom.js';
import { facts, personLink } from './hit.js';
import { showMore } from './more.js';
import { noticeOf } from './notice.js';
import { counted, nameOf } from './words.js';

/** The rows are short: more of them fit than results. */
const PAGE = 50;

/** @type {AbortController | undefined} */
let running;

/** Shows the first page; again on every visit, since people come and go. */
export function showPeople() {
  const list = el('ol', { class: 'people' });
  const more = el('div', { class: 'more' });
  const title = el('h1', { id: 'people-title', tabindex: '-1' }, 'People');
  fill(byId('view-people'), title, list, more);
  void load(list, more, 0);
}

/** @param {HTMLElement} list @param {HTMLElement} more @param {number} offset */
async function load(list, more, offset) {
  running?.abort();
  const { signal } = (running = new AbortController());
  list.setAttribute('aria-busy', 'true');
  try {
    const { people, total } = await ask(`api/candidates?limit=${PAGE}&offset=${offset}`, { signal });
    const items = people.map(personRow);
    list.append(...items);
    fill(byId('people-title'), total === 0 ? 'Nobody yet' : counted(total, 'person', 'people'));
    const next = offset + people.length;
    const left = people.length === 0 ? 0 : total - next;
    fill(
      more,
      total === 0 && el('p', {}, 'There are no CVs yet. ', el('a', { href: '#add' }, 'Add some')),
      showMore(left, PAGE, () => void load(list, more, next)),
    );
    if (offset > 0) items[0]?.querySelector('a')?.focus();
    announce(`${counted(next, 'person', 'people')} shown`);
  } catch (error) {
    if (!isAbort(error))
      fill(
        more,
        noticeOf(error, () => void load(list, more, offset)),
      );
  } finally {
    if (!signal.aborted) list.removeAttribute('aria-busy');
  }
}

/** @param {any} person */
function personRow({ id, name, headline, location, yearsExperience, files }) {
  return el(
    'li',
    {},
    personLink(id, nameOf(name, files)),
    typeof headline === 'string' && el('span', { class: 'headline' }, el('bdi', { dir: 'auto' }, headline)),
    facts({ location, yearsExperience }),
  );
}
