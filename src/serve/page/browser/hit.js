/** One result. */
import { addressOf, readAddress } from './address.js';
import { dotted, el, theirs } from './dom.js';
import { experience, fileName, nameOf } from './words.js';

/**
 * @typedef {object} Hit
 * @property {string} id
 * @property {number} rank
 * @property {number} score
 * @property {string | null} [name]
 * @property {string | null} [headline]
 * @property {string | null} [location]
 * @property {number | null} [yearsExperience]
 * @property {string[]} files
 * @property {{text: string, marks: [number, number][], page?: number} | null} [passage]
 * @property {string[]} why
 * @property {{dense?: {rank: number}, lexical?: {rank: number}}} legs
 */

/** @param {Hit} hit */
export function hitItem(hit) {
  const file = hit.files[0];
  return el(
    'li',
    { class: 'hit', 'data-id': hit.id },
    el('span', { class: 'rank', 'aria-hidden': 'true' }, hit.rank),
    el(
      'article',
      {},
      el('h3', {}, personLink(hit.id, nameOf(hit.name, hit.files))),
      typeof hit.headline === 'string' && el('p', { class: 'headline' }, theirs(hit.headline)),
      facts(hit),
      hit.why.length > 0 && el('ul', { class: 'why', 'aria-label': 'Why' }, hit.why.map(reason)),
      hit.passage && passage(hit.passage, file),
      el('p', { class: 'score' }, scores(hit)),
    ),
  );
}

/**
 * A real link, so that it can be opened in a tab of its own or sent to a colleague.
 * @param {string} id
 * @param {string} name
 */
export function personLink(id, name) {
  const link = el('a', { class: 'person', 'data-id': id }, theirs(name));
  link.href = addressOf({ ...readAddress(), person: id });
  return link;
}

/** @param {Pick<Hit, 'location' | 'yearsExperience'>} hit */
export function facts({ location, yearsExperience }) {
  const parts = [
    typeof location === 'string' && el('span', {}, theirs(location)),
    typeof yearsExperience === 'number' && el('span', {}, experience(yearsExperience)),
  ].filter((part) => part !== false);
  return parts.length > 0 && el('p', { class: 'facts' }, dotted(parts));
}

/** @param {string} text */
function reason(text) {
  const against = text.startsWith('not in the CV');
  return el('li', { class: against && 'against' }, theirs(text));
}

/** @param {NonNullable<Hit['passage']>} passage @param {string | undefined} file */
function passage({ text, marks, page }, file) {
  const where = [
    file === undefined ? undefined : fileName(file),
    page === undefined ? undefined : `page ${page}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
  return el(
    'figure',
    {},
    el('blockquote', { dir: 'auto' }, marked(text, marks)),
    where !== '' && el('figcaption', {}, theirs(where)),
  );
}

/**
 * Text nodes and `<mark>`s; marks that overlap or lie outside are cut to what is left.
 * @param {string} text
 * @param {readonly (readonly [number, number])[]} marks
 */
export function marked(text, marks) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    const from = Math.max(at, start);
    if (end <= from) continue;
    parts.push(text.slice(at, from), el('mark', {}, text.slice(from, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

/** @param {Hit} hit */
function scores({ score, legs }) {
  const parts = [
    `Score ${score.toFixed(2)}`,
    legs.dense && `meaning no. ${legs.dense.rank}`,
    legs.lexical && `words no. ${legs.lexical.rank}`,
  ];
  return dotted(parts.filter((part) => part !== undefined).map((part) => el('span', {}, part)));
}
