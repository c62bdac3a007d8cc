/** The API key: asked for when the server wants one, kept for this tab only, sent to this server only. */
import { byId, el, fill } from './dom.js';

const PLACE = 'cvx-key';

/** @type {Promise<boolean> | undefined} */
let asking;

/** @returns {string | undefined} */
export function storedKey() {
  return sessionStorage.getItem(PLACE) ?? undefined;
}

export function forgetKey() {
  sessionStorage.removeItem(PLACE);
}

/**
 * Asks for a key, once for however many requests were refused at the same time.
 * @param {string | undefined} refused the key that was sent; if another one has been given since, that is the answer
 * @param {string | undefined} detail what the server said
 * @returns {Promise<boolean>} whether there is a key to try now
 */
export function askForKey(refused, detail) {
  if (storedKey() !== refused) return Promise.resolve(true);
  asking ??= openDialog(refused === undefined ? undefined : (detail ?? 'That key was not accepted.')).finally(
    () => {
      asking = undefined;
    },
  );
  return asking;
}

/** @param {string | undefined} complaint @returns {Promise<boolean>} */
function openDialog(complaint) {
  const dialog = byId('key');
  if (!(dialog instanceof HTMLDialogElement)) throw new TypeError('#key is no dialog');
  const input = el('input', {
    id: 'key-input',
    type: 'password',
    required: true,
    autocomplete: 'current-password',
    spellcheck: 'false',
    'aria-describedby': complaint === undefined ? 'key-why' : 'key-why key-complaint',
    'aria-invalid': complaint !== undefined && 'true',
  });
  return new Promise((resolve) => {
    let given = false;
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      given = true;
      sessionStorage.setItem(PLACE, input.value.trim());
      dialog.close();
    };
    fill(
      dialog,
      el(
        'form',
        { onsubmit: submit },
        el('h2', { id: 'key-title' }, 'This server asks for a key'),
        el('p', { id: 'key-why' }, 'Whoever runs it can give you one. It is kept until you close this tab.'),
        el('label', { for: 'key-input' }, 'API key'),
        input,
        complaint !== undefined && el('p', { id: 'key-complaint', class: 'bad', role: 'alert' }, complaint),
        el(
          'p',
          { class: 'actions' },
          el('button', { type: 'submit', class: 'primary' }, 'Continue'),
          el('button', { type: 'button', onclick: () => dialog.close() }, 'Not now'),
        ),
      ),
    );
    dialog.addEventListener('close', () => resolve(given), { once: true });
    dialog.showModal();
    input.focus();
  });
}
