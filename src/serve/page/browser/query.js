/**
 * The search form, the address and the request say the same in three ways. A control that is added to `#refine` in
 * index.html is in all three by its name: `mode`, `blind` (a checkbox), and `filter.NAME` for each filter.
 */
import { byId } from './dom.js';

/** People per page: two screens, and one request's worth of reading. */
export const PAGE = 20;

const FILTER = 'filter.';

export function searchForm() {
  const form = byId('search');
  if (!(form instanceof HTMLFormElement)) throw new TypeError('#search is no form');
  return form;
}

/** What the form says, without what it says anyway. */
export function readForm() {
  const form = searchForm();
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim() !== '') params.append(name, value.trim());
  }
  if (params.get('mode') === 'hybrid') params.delete('mode');
  return params;
}

/** @param {URLSearchParams} params */
export function writeForm(params) {
  const form = searchForm();
  form.reset();
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && ['radio', 'checkbox'].includes(control.type)) {
      if (params.has(control.name)) control.checked = params.getAll(control.name).includes(control.value);
    } else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
      const value = params.get(control.name);
      if (value !== null) control.value = value;
    }
  }
}

/**
 * The body of `POST /api/search`.
 * @param {URLSearchParams} params
 * @param {number} offset
 */
export function requestOf(params, offset) {
  const filters = [...params].filter(([name]) => name.startsWith(FILTER));
  return {
    query: params.get('q') ?? '',
    limit: PAGE,
    offset,
    mode: params.get('mode') ?? 'hybrid',
    filters: Object.fromEntries(filters.map(([name, value]) => [name.slice(FILTER.length), value])),
    blind: params.has('blind'),
  };
}
