import { type Plan, settingsIn } from '../../sizing/plan.ts';
import { edited, type OwnEdit } from './edited.ts';
import type { Layout } from './layout.ts';
import { PORTS } from './ports.ts';
import { readTemplate } from './templates.ts';

const UPSTREAM = ['http', 'upstream backend'];
const LOCATIONS = ['location = /api/ingest', 'location /'];
const SERVER = `server backend:${PORTS.api}`;
/** A backend that fails three times in ten seconds is left alone for ten: the answers of nginx, not its defaults of one and ten. */
const FAILS = 'max_fails=3 fail_timeout=10s';

const set = (block: readonly string[], key: string, value: string): OwnEdit => ({
  do: 'set-conf',
  syntax: 'nginx',
  block,
  key,
  value,
});

/** nginx.conf. Settings that are part of a directive of several words are put in their place there. */
export function nginxFile(plan: Plan, layout: Layout): string {
  const edits = settingsIn(plan, 'nginx').flatMap(({ target, written }): readonly OwnEdit[] => {
    const value = String(written);
    if (target.key === 'weight') return [];
    if (target.key === 'limit_req_rate')
      return [set(target.block, 'limit_req_zone $binary_remote_addr', `zone=per_address:10m rate=${value}`)];
    if (target.key === 'limit_req_burst')
      return LOCATIONS.map((location) =>
        set(['http', 'server', location], 'limit_req zone=per_address', `burst=${value} nodelay`),
      );
    return [set(target.block, target.key, value)];
  });
  return edited('nginx.conf', readTemplate('nginx.conf'), [...edits, ...serverEdits(plan, layout)]);
}

/** One name for all containers of this host, looked up again and again; on several hosts each container by itself. */
function serverEdits(plan: Plan, layout: Layout): readonly OwnEdit[] {
  const weight = plan.settings.get('nginx/upstream.weight')?.written;
  const share = weight === undefined ? '' : `weight=${weight} `;
  if (layout.onlyHere('backend')) return [set(UPSTREAM, SERVER, `${share}${FAILS} resolve`)];
  return [
    { do: 'remove-conf', syntax: 'nginx', block: UPSTREAM, key: SERVER },
    { do: 'remove-conf', syntax: 'nginx', block: ['http'], key: 'resolver' },
    ...layout
      .endpoints('backend', PORTS.api)
      .map((endpoint) => set(UPSTREAM, `server ${endpoint}`, `${share}${FAILS}`)),
  ];
}
