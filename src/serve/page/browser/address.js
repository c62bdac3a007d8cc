/**
 * The address decides what is shown: `#q=…&mode=…` the search, `#people`, `#add` and `#status` a view, and `person=ID` with any
 * of them a person over it. All of it is behind the `#`: what is searched reaches no log of a server or a proxy in
 * between, and no limit on the length of an address cuts it.
 */

const VIEWS = ['people', 'add', 'status'];

/**
 * @typedef {object} Address
 * @property {string} view `search` or another name of a view
 * @property {URLSearchParams} params of the search; empty elsewhere
 * @property {string | undefined} person id of who is shown over it
 */

/** @returns {Address} */
export function readAddress() {
  const params = new URLSearchParams(location.hash.slice(1));
  const person = params.get('person') ?? undefined;
  const view = VIEWS.find((name) => params.has(name)) ?? 'search';
  for (const name of ['person', ...VIEWS]) params.delete(name);
  return { view, params, person };
}

/** @param {Partial<Address>} address */
export function addressOf({ view = 'search', params, person }) {
  const parts = [
    view === 'search' ? (params?.toString() ?? '') : view,
    person === undefined ? '' : new URLSearchParams({ person }).toString(),
  ];
  return `#${parts.filter((part) => part !== '').join('&')}`;
}

/** Goes there, as a new entry of the history. @param {Partial<Address>} address */
export function visit(address) {
  history.pushState(null, '', addressOf(address));
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Goes there in place of the current entry. @param {Partial<Address>} address */
export function turnInto(address) {
  history.replaceState(null, '', addressOf(address));
  dispatchEvent(new PopStateEvent('popstate'));
}
