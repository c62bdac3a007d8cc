/** Keys: `/` to the search field; arrows or j and k among people; in the panel, j and k to the next person. */
import { byId } from './dom.js';

const DOWN = new Set(['ArrowDown', 'j']);
const UP = new Set(['ArrowUp', 'k']);

/** @param {() => void} goToSearch */
export function startKeyboard(goToSearch) {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target, key } = event;
    const field =
      target instanceof HTMLElement && target.matches('input, select, textarea, [contenteditable]');
    if (document.querySelector('dialog[open]') !== null) {
      if (!field) inPanel(event);
    } else if (field) {
      if (key === 'ArrowDown' && target.id === 'q' && step(1)) event.preventDefault();
    } else if (key === '/') {
      event.preventDefault();
      goToSearch();
      const input = byId('q');
      input.focus();
      if (input instanceof HTMLInputElement) input.select();
    } else if ((DOWN.has(key) && step(1)) || (UP.has(key) && step(-1))) {
      event.preventDefault();
    }
  });
}

/** j and k only: arrows scroll what is long. @param {KeyboardEvent} event */
function inPanel(event) {
  const by = event.key === 'j' ? '1' : event.key === 'k' ? '-1' : undefined;
  const button = by && document.querySelector(`dialog[open] [data-step="${by}"]`);
  if (button instanceof HTMLButtonElement) button.click();
}

/**
 * Moves among people; up from the first one leads to the field. Only from the field or from a person, so that arrows
 * scroll everywhere else.
 * @param {1 | -1} by
 * @returns {boolean} whether it moved
 */
function step(by) {
  const links = [...document.querySelectorAll('section:not([hidden]) a.person')];
  const { activeElement } = document;
  const at = activeElement === null ? -1 : links.indexOf(activeElement);
  if (at === -1 && by === -1) return false;
  if (
    at === -1 &&
    activeElement !== document.body &&
    activeElement?.id !== 'q' &&
    !activeElement?.matches('h1, h2')
  )
    return false;
  const next = at === 0 && by === -1 ? byId('q') : links[at + by];
  if (!(next instanceof HTMLElement)) return false;
  next.focus();
  next.closest('li')?.scrollIntoView({ block: 'nearest' });
  return true;
}
