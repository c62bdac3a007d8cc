import { isIPv4 } from 'node:net';
import { Refusal } from '../problem.ts';

/** Whether only this machine can reach an address to listen on. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))
  );
}

/**
 * The host that a request names is this machine or one of `allowed`. Otherwise a page of a stranger could point its own name at
 * 127.0.0.1 and read what is open here (DNS rebinding).
 * @throws Refusal 421, which is what RFC 9110 has for a request that came to the wrong server.
 */
export function checkHost(hostHeader: string, allowed: readonly string[]): void {
  const name = hostHeader.toLowerCase().replace(/:\d+$/, '');
  if (isLoopback(name) || allowed.includes(name)) return;
  throw new Refusal(
    421,
    'CVX_HOST_REFUSED',
    'Without API keys this server answers to the names of this machine only; further ones are set by CVX_ALLOWED_HOSTS.',
  );
}

/**
 * What changes something, or costs something, must not be sent by a page of somebody else. What the browser says of it counts,
 * which no script can set and no proxy changes. Browsers say it over HTTPS and to this machine; elsewhere the origin must
 * be the host that is asked, which a proxy has to pass on (as Go's net/http.CrossOriginProtection).
 * @throws Refusal 403.
 */
export function checkOrigin(method: string, headers: Headers, hostHeader: string): void {
  if (method === 'GET' || method === 'HEAD') return;
  const site = headers.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = headers.get('origin');
  const isOwn = origin === null || isOf(origin, hostHeader);
  if (site === null && isOwn) return;
  const hint =
    site === null
      ? ' A proxy in between must pass the host on (nginx: proxy_set_header Host $http_host).'
      : '';
  throw new Refusal(403, 'CVX_ORIGIN_REFUSED', `Pages of other sites may not send this.${hint}`);
}

/** Whether a page of this origin came from the host that is asked. Some proxies name the port that browsers leave out, as 80 of http. */
function isOf(origin: string, hostHeader: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  // Others are of programs that call their own pages localhost, such as tauri://localhost.
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  const asked = `${protocol}//${hostHeader}`;
  return URL.canParse(asked) && new URL(asked).host === host;
}
