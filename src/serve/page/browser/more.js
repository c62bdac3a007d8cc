/** What follows a list that goes on. */
import { el } from './dom.js';
import { counted } from './words.js';

/**
 * The button for the next page and how many people there are yet; nothing where all are shown.
 * @param {number} left people who are not shown
 * @param {number} page how many come at once
 * @param {() => void} next
 */
export function showMore(left, page, next) {
  return (
    left > 0 && [
      el('button', { type: 'button', onclick: next }, `Show ${Math.min(page, left)} more`),
      el('span', { class: 'quiet' }, `${counted(left, 'person', 'people')} not shown`),
    ]
  );
}
