/**
 * The only place that makes elements. Text goes in as text nodes and attributes by name, so nothing that a CV says can
 * become markup; there is no `innerHTML` anywhere, and the page's policy forbids it.
 */

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | EventListener | undefined>} [props] `class`, other attributes, and `onclick` …
 * @param {...(Child | Child[])} children absent ones are left out
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...nodes(children));
  return node;
}

/** @param {(Child | Child[])[]} children @returns {(Node | string)[]} */
function nodes(children) {
  return children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false && child !== '')
    .map((child) => (child instanceof Node ? child : String(child)));
}

/**
 * Puts `children` where `parent` had others.
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...nodes(children));
}

/** An element that index.html has. @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no #${id}`);
  return found;
}

/**
 * Text that a stranger wrote: its direction is its own and does not spill over (names in Arabic, bidi controls).
 * @param {string} text
 * @param {string} [className]
 */
export function theirs(text, className) {
  return el('bdi', { class: className, dir: 'auto' }, text);
}

/** One after the other with dots between, which are text: they are read out and copied. @param {(Node | string)[]} parts */
export function dotted(parts) {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [' · ', part]));
}

/** Says it to screen readers, once the current speech is over. @param {string} text */
export function announce(text) {
  const live = byId('live');
  // The same sentence twice is a change only if the node is new.
  fill(live, el('p', {}, text));
}
