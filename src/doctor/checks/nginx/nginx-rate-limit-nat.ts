import { defineCheck, type Finding, found, notApplicable, notObservable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { LogSummary } from '../../logs/log-evidence.ts';
import { nginxDirectives, type NginxPlace, setIn, restartFor } from '../../components/nginx/nginx-files.ts';
import { locationOf } from '../../components/nginx/nginx-locations.ts';

/** Zone and client in one group, so that the tally keeps them together. */
const WHO = String.raw`by zone (?<who>"[^"]+", client: [^,\s]+),`;
const requests = {
  name: 'requests',
  literal: 'limiting requests, excess',
  pattern: new RegExp(`limiting requests, excess: [\\d.]+ ${WHO}`),
};
const connections = {
  name: 'connections',
  literal: 'limiting connections by zone',
  pattern: new RegExp(`limiting connections ${WHO}`),
};
/** Where few attempts are the purpose, whoever shares the address. */
const GUESSED = /log-?in|log-?on|sign-?(?:in|up)|auth|token|passw|register|otp|oauth|session|captcha|brute/i;
const PRIVATE = /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:)/i;

/** A limit for each client address, and those that the log names. */
interface Limit {
  readonly zone: NginxPlace;
  readonly name: string;
  readonly per: 'requests' | 'connections';
  readonly clients: ReadonlyMap<string, number>;
}

export const nginxRateLimitNat = defineCheck({
  id: 'nginx-rate-limit-nat',
  area: 'nginx',
  severity: 'warning',
  title: 'People behind one address do not share what one of them may ask',
  why: `A limit for each address counts an office, a VPN or everybody behind another proxy as one client. What is generous for one person
turns a whole team away with 429 or 503 as soon as it works at the same time, and it looks like a fault of the application.`,
  repair:
    'Count by who is logged in (a session cookie or the Authorization header as the key of the zone), or give one address the rate of all who share it; cvx tune derives it from the users. Behind another proxy, take the real address (set_real_ip_from, real_ip_header).',
  fixClass: 'confirm',
  source:
    'nginx 1.22.1, run: "limiting requests, excess: 1.944 by zone …, client: …" is written for each request refused (not for one delayed or in a dry run); nginx manual, ngx_http_limit_req_module and ngx_http_realip_module',
  logs: [requests, connections],
  run: (evidence) => {
    const limits = limitsOf(evidence);
    if (limits.length === 0)
      return notApplicable('no nginx limits what one address may ask, but for guesses at passwords');
    const hit = limits.filter(({ clients }) => clients.size > 0);
    if (hit.length > 0) return found(hit.map((limit) => findingOf(evidence, limit)));
    const owners = limits.map(({ zone }) => evidence.logs.observed(zone.file.service));
    const hidden = owners.find(({ seen }) => !seen);
    return hidden === undefined || hidden.seen
      ? found([])
      : notObservable(`whether anybody was turned away, the log of nginx: ${hidden.why}`);
  },
});

function limitsOf(evidence: Evidence): Limit[] {
  const all = nginxDirectives(evidence.project);
  return all.flatMap((zone): Limit[] => {
    const [directive, key = '', ...rest] = zone.directive.words;
    const per = directive === 'limit_req_zone' ? 'requests' : 'connections';
    if (per === 'connections' && directive !== 'limit_conn_zone') return [];
    const name = rest.map((word) => /^zone=([^:]+)/.exec(word)?.[1]).find((one) => one !== undefined);
    if (name === undefined || !/^\$(?:binary_)?remote_addr$/.test(key) || !isForAll(all, zone, name))
      return [];
    const summary = evidence.logs.summary('nginx-rate-limit-nat', per);
    return [{ zone, name, per, clients: clientsOf(summary, name) }];
  });
}

/** Whether the limit holds somewhere else than where passwords are guessed. */
function isForAll(all: readonly NginxPlace[], zone: NginxPlace, name: string): boolean {
  const uses = all.filter(
    ({ file, directive: { words } }) =>
      file.service === zone.file.service &&
      ((words[0] === 'limit_req' && words.includes(`zone=${name}`)) ||
        (words[0] === 'limit_conn' && words[1] === name)),
  );
  return (
    !GUESSED.test(name) &&
    uses.some(({ file, around, at }) => {
      const location = around.findLast(({ words }) => words[0] === 'location');
      return (
        location === undefined || !GUESSED.test(locationOf({ file, directive: location, around, at }).pattern)
      );
    })
  );
}

function clientsOf({ tallies }: LogSummary, name: string): ReadonlyMap<string, number> {
  const start = `"${name}", client: `;
  return new Map(
    [...(tallies['who'] ?? [])].flatMap(([who, count]): [string, number][] =>
      who.startsWith(start) ? [[who.slice(start.length), count]] : [],
    ),
  );
}

function findingOf(evidence: Evidence, limit: Limit): Finding {
  const { zone, name, per, clients } = limit;
  const count = [...clients.values()].reduce((sum, one) => sum + one, 0);
  const [only = ''] = clients.keys();
  const shared = clients.size === 1 && PRIVATE.test(only);
  const who =
    clients.size > 1
      ? `${clients.size} addresses`
      : shared
        ? 'one address of a private network (a proxy, the gateway of Docker or an office)'
        : 'one address';
  const seen: Seen[] = [
    { by: 'log', text: `limiting ${per} by zone "${name}", ${count} x from ${who}` },
    { by: 'config', text: zone.directive.words.join(' '), at: zone.at },
  ];
  return {
    message: `nginx turned ${count} ${per === 'requests' ? 'requests' : 'connections'} of ${who} away: the limit "${name}" counts all who share an address as one.`,
    at: zone.at,
    evidence: seen,
    // One public address may be an office, or a program that asks too much: then the limit does what it is for.
    ...(clients.size === 1 && !shared ? { severity: 'info' } : {}),
    ...raised(evidence, limit),
  };
}

/** Half as much again as was asked while requests were refused: the rate that was let through, and one for each line. */
function raised({ logs }: Evidence, { zone, per }: Limit): Partial<Finding> {
  const { file, directive, around } = zone;
  const rate = /^rate=(\d+)r\/(s|m)$/.exec(directive.words.at(-1) ?? '');
  const { periodMs } = logs.summary('nginx-rate-limit-nat', per);
  // nginx' own stamps are whole seconds: lines of one second tell no distance.
  if (per !== 'requests' || rate === null || periodMs === undefined || periodMs === 0) return {};
  const now = Number(rate[1]) / (rate[2] === 'm' ? 60 : 1);
  const wanted = Math.ceil(1.5 * (now + 1000 / periodMs));
  return {
    repair: `While requests were refused about ${Math.round(now + 1000 / periodMs)} came each second: allow ${wanted}r/s, or count by who is logged in.`,
    fix: {
      class: 'confirm',
      edits: [
        setIn(
          file,
          around.map(({ words }) => words.join(' ')),
          directive.words.slice(0, -1).join(' '),
          `rate=${wanted}r/s`,
        ),
      ],
      restart: restartFor(file),
    },
  };
}
