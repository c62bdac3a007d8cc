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
 * What changes something, or costs something, must not be sent by a page of somebody else.
 * @throws Refusal 403.
 */
export function checkOrigin(method: string, headers: Headers, hostHeader: string): void {
  if (method === 'GET' || method === 'HEAD') return;
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const foreign = origin !== null && originHost(origin) !== hostHeader.toLowerCase();
  if (foreign || site === 'cross-site' || site === 'same-site')
    throw new Refusal(403, 'CVX_ORIGIN_REFUSED', 'Pages of other sites may not send this.');
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
