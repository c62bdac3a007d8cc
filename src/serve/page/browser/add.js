/** Adding CVs: files by button or drop, each with its progress and what became of it. */
import { may } from './access.js';
import { announce, byId, el, fill, theirs } from './dom.js';
import { personLink } from './hit.js';
import { noticeOf } from './notice.js';
import { transfer } from './transfer.js';
import { counted, size } from './words.js';

/** One is read while the next is sent; more would only wait in the server's queue. */
const AT_ONCE = 2;

/** What is on offer in a file chooser; the server decides what it reads. */
const FORMATS = '.pdf,.docx,.odt,.rtf,.html,.htm,.md,.txt';

/** Outcomes in words, and whether the file can be found now. @type {Readonly<Record<string, [string, 'good' | 'fair']>>} */
const OUTCOMES = {
  indexed: ['Added', 'good'],
  unchanged: ['Was here already', 'good'],
  duplicate: ['Was here already, under another name', 'good'],
  partial: ['Added, but not all of it could be read', 'fair'],
};

/** @type {(() => Promise<void>)[]} */
const queue = [];
let active = 0;
let good = 0;
let bad = 0;

/** Shows the view; what was added before stays listed. */
export function showAdd() {
  const view = byId('view-add');
  if (view.childElementCount > 0) return;
  const chooser = fileChooser({ id: 'files', accept: FORMATS });
  const folder = fileChooser({ id: 'folder', webkitdirectory: true });
  const drop = el(
    'div',
    { class: 'dropzone' },
    el('p', {}, el('b', {}, 'Drop CVs here'), ', files or whole folders'),
    el(
      'p',
      { class: 'actions' },
      el('button', { type: 'button', class: 'primary', onclick: () => chooser.click() }, 'Choose files'),
      el('button', { type: 'button', onclick: () => folder.click() }, 'Choose a folder'),
    ),
    el('p', { class: 'quiet' }, 'PDF, DOCX, ODT, RTF, HTML, Markdown or text'),
    chooser,
    folder,
  );
  fill(
    view,
    el('h1', { id: 'add-title', tabindex: '-1' }, 'Add CVs'),
    drop,
    el('p', { id: 'add-summary' }),
    el('ul', { id: 'uploads', class: 'uploads' }),
  );
  void offerOnlyWhatIsAllowed(drop);
}

/** @param {HTMLElement} drop */
async function offerOnlyWhatIsAllowed(drop) {
  try {
    if (await may('ingest')) return;
    fill(drop, el('p', {}, 'Your key may search, but not add CVs. Ask whoever runs this server.'));
  } catch (error) {
    drop.after(noticeOf(error, undefined) ?? '');
  }
}

/** @param {Record<string, string | boolean>} props */
function fileChooser(props) {
  const input = el('input', { type: 'file', multiple: true, hidden: true, ...props });
  input.addEventListener('change', () => {
    addFiles([...(input.files ?? [])]);
    // The same file chosen again is a change again.
    input.value = '';
  });
  return input;
}

/** Sends them, two at a time. @param {readonly File[]} files */
export function addFiles(files) {
  if (files.length === 0) return;
  addEventListener('beforeunload', warn);
  const items = files.map(() => el('li'));
  byId('uploads').prepend(...items);
  for (const [i, file] of files.entries()) enqueue(file, items[i] ?? el('li'));
  summarise();
}

/** @param {File} file @param {HTMLElement} item */
function enqueue(file, item) {
  const state = el('p', { class: 'quiet' }, 'Waiting');
  const bar = el('progress', { max: '1', value: '0', 'aria-label': `Progress of ${file.name}` });
  fill(
    item,
    el('p', { class: 'name' }, theirs(file.name), el('span', { class: 'quiet' }, ` ${size(file.size)}`)),
    bar,
    state,
  );
  item.dataset['state'] = 'waiting';
  queue.push(() => run(file, item, bar, state));
  work();
}

function work() {
  while (active < AT_ONCE) {
    const next = queue.shift();
    if (next === undefined) break;
    active += 1;
    void next().finally(() => {
      active -= 1;
      summarise();
      work();
    });
  }
}

/** @param {File} file @param {HTMLElement} item @param {HTMLProgressElement} bar @param {HTMLElement} state */
async function run(file, item, bar, state) {
  try {
    item.dataset['state'] = 'sending';
    const news = await transfer(file, {
      sent: (share) => {
        bar.value = share;
        state.textContent = share < 1 ? `Sending, ${Math.floor(share * 100)} %` : 'Sent';
      },
      waiting: (text) => {
        state.textContent = text;
      },
      reading: () => {
        bar.removeAttribute('value');
        item.dataset['state'] = 'reading';
        state.textContent = 'Reading';
      },
    });
    showOutcome(item, bar, state, news);
  } catch (error) {
    bad += 1;
    item.dataset['state'] = 'bad';
    bar.remove();
    state.replaceWith(
      noticeOf(error, () => {
        bad -= 1;
        enqueue(file, item);
        summarise();
      }) ?? '',
    );
  }
}

/** @param {HTMLElement} item @param {HTMLElement} bar @param {HTMLElement} state @param {import('./transfer.js').FileNews} news */
function showOutcome(item, bar, state, { outcome, reason, id }) {
  const [words, kind] = OUTCOMES[outcome ?? ''] ?? [`Could not be read (${outcome})`, 'bad'];
  if (kind === 'bad') bad += 1;
  else good += 1;
  item.dataset['state'] = kind;
  item.dataset['outcome'] = outcome ?? '';
  bar.remove();
  state.className = '';
  fill(
    state,
    el('b', {}, words),
    kind !== 'good' && typeof reason === 'string' && [': ', theirs(reason)],
    typeof id === 'string' && [' ', personLink(id, 'Open')],
  );
}

function summarise() {
  const waiting = queue.length + active;
  const parts = [
    good > 0 && `${counted(good, 'file')} can be found now`,
    bad > 0 && `${counted(bad, 'file')} could not be read`,
    waiting > 0 && `${counted(waiting, 'file')} to go`,
  ].filter((part) => part !== false);
  fill(byId('add-summary'), parts.join(' · '));
  if (waiting > 0) return;
  removeEventListener('beforeunload', warn);
  announce(parts.join(', '));
}

/** Closing the tab would lose what has not been sent. @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}
