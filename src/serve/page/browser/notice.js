/** What went wrong, what to do about it, and a way to try again. */
import { isAbort, Problem } from './api.js';
import { el } from './dom.js';
import { counted } from './words.js';

/**
 * @param {unknown} error
 * @param {(() => void) | undefined} retry left out where trying again cannot help
 * @returns {HTMLElement | undefined} nothing for a request that was given up on purpose
 */
export function noticeOf(error, retry) {
  if (isAbort(error)) return undefined;
  const problem =
    error instanceof Problem ? error : new Problem('failed', 'Something went wrong on this page.');
  const again = retry !== undefined && problem.kind !== 'forbidden' && problem.kind !== 'invalid';
  return el(
    'div',
    { class: 'notice', role: 'alert', 'data-kind': problem.kind },
    el('strong', {}, problem.message),
    problem.detail !== undefined && el('p', {}, problem.detail),
    problem.requestId !== undefined && el('p', { class: 'quiet' }, `Request ${problem.requestId}`),
    again && el('p', { class: 'actions' }, ...retryButton(problem, retry)),
  );
}

/** A busy server is tried again by itself when it said it would be ready. @param {Problem} problem @param {() => void} retry */
function retryButton({ kind, waitSeconds }, retry) {
  const button = el(
    'button',
    { type: 'button', onclick: retry },
    kind === 'key' ? 'Enter a key' : 'Try again',
  );
  if (kind !== 'busy' || waitSeconds === undefined) return [button];
  let left = waitSeconds;
  const clock = el('span', { class: 'quiet', 'aria-hidden': 'true' }, waiting(left));
  const timer = setInterval(() => {
    left -= 1;
    clock.textContent = waiting(Math.max(0, left));
    if (left > 0 && button.isConnected) return;
    clearInterval(timer);
    // Whoever went elsewhere in the meantime does not want the answer any more.
    if (button.isConnected && document.visibilityState === 'visible') retry();
  }, 1000);
  button.addEventListener('click', () => clearInterval(timer));
  return [button, clock];
}

/** @param {number} seconds */
function waiting(seconds) {
  return `Trying again in ${counted(seconds, 'second')}`;
}

/** Something to know, not an error. @param {readonly string[]} texts */
export function hint(texts) {
  return texts.length === 0
    ? undefined
    : el(
        'div',
        { class: 'notice mild', role: 'status' },
        texts.map((text) => el('p', {}, text)),
      );
}
