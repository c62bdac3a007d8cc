/** How the server and its stores are. */
import { whoAmI } from './access.js';
import { ask, isAbort } from './api.js';
import { byId, el, fill } from './dom.js';
import { noticeOf } from './notice.js';

/** Often enough to watch a store come back, and next to nothing for the server. */
const EVERY_MS = 10_000;

/** @type {Readonly<Record<string, string>>} */
const OVERALL = {
  ok: 'Everything works',
  degraded: 'It works, with something missing',
  down: 'It does not work at the moment',
};

/** @type {Readonly<Record<string, string>>} */
const NAMES = {
  embedded: 'Embedded store',
  postgresql: 'PostgreSQL',
  qdrant: 'Qdrant',
  redis: 'Redis',
  'redis-queue': 'Redis, queue',
};

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Shows it and keeps it fresh for as long as it is looked at. */
export function showStatus() {
  const view = byId('view-status');
  const body = el('div');
  fill(view, el('h1', { id: 'status-title', tabindex: '-1' }, 'Status'), body);
  clearTimeout(timer);
  const refresh = async () => {
    clearTimeout(timer);
    if (view.hidden || !body.isConnected) return;
    if (document.visibilityState === 'visible') await load(body, refresh);
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), EVERY_MS);
  };
  void refresh();
}

/** @param {HTMLElement} body @param {() => Promise<void>} refresh */
async function load(body, refresh) {
  try {
    // 503 is an answer here: it says which store is down.
    const health = await ask('api/health', { alsoFine: [503] });
    // Health needs no key; who has none is told it all the same.
    const me = await whoAmI().catch(() => undefined);
    fill(
      body,
      el('p', { class: 'overall', 'data-state': health.status }, OVERALL[health.status] ?? health.status),
      stores(health.stores ?? []),
      el(
        'p',
        { class: 'quiet' },
        `Checked ${clock.format(new Date())}`,
        me && ` · cvx ${me.version} · key `,
        me && el('bdi', {}, me.key),
        me && `, role ${me.role}`,
      ),
    );
  } catch (error) {
    if (!isAbort(error))
      fill(
        body,
        noticeOf(error, () => void refresh()),
      );
  }
}

/** @param {{name: string, state: string, latencyMs?: number | null}[]} all */
function stores(all) {
  return el(
    'table',
    {},
    el('caption', { class: 'hidden' }, 'Stores'),
    el(
      'thead',
      {},
      el('tr', {}, ...['Store', 'State', 'Answers in'].map((head) => el('th', { scope: 'col' }, head))),
    ),
    el(
      'tbody',
      {},
      all.map(({ name, state, latencyMs }) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, NAMES[name] ?? name),
          el('td', {}, el('span', { class: 'state', 'data-state': state }, state)),
          el(
            'td',
            {},
            typeof latencyMs === 'number' ? `${latencyMs.toFixed(latencyMs < 10 ? 1 : 0)} ms` : '–',
          ),
        ),
      ),
    ),
  );
}
