import type { Evidence } from '../../evidence.ts';
import type { LogSummary } from '../../logs/log-evidence.ts';

/** Who sent what a server's log complains of. */
export type Sender =
  /** A container of this project. */
  | { readonly kind: 'container'; readonly service: string; readonly name: string }
  /** This machine itself, or a process beside the server. */
  | { readonly kind: 'local' }
  /** Certainly no container of this project. */
  | { readonly kind: 'outside'; readonly why: string }
  /** A private address that may have been a container's. */
  | { readonly kind: 'unknown' };

export interface SeenSender {
  readonly address: string;
  readonly times: number;
  readonly sender: Sender;
}

/** Senders by the address in the named group of a log pattern, the busiest first. Empty where the log names none. */
export function sendersOf(evidence: Evidence, summary: LogSummary, group: string): SeenSender[] {
  return [...(summary.tallies[group] ?? [])]
    .map(([address, times]) => ({ address, times, sender: senderAt(evidence, address) }))
    .toSorted((a, b) => b.times - a.times);
}

function senderAt({ live }: Evidence, given: string): Sender {
  // A listener on both families writes an IPv4 address as ::ffff:172.18.0.5.
  const address = given.replace(/^::ffff:/i, '');
  if (address === '::1' || address.startsWith('127.')) return { kind: 'local' };
  if (!isPrivate(address)) return { kind: 'outside', why: 'a public address' };
  if (!live.docker.seen) return { kind: 'unknown' };
  const containers = live.docker.value;
  const own = containers.find(({ addresses }) => addresses.includes(address));
  if (own !== undefined) return { kind: 'container', service: own.service ?? own.name, name: own.name };
  const beside = containers.some(({ addresses }) => addresses.some((one) => subnet(one) === subnet(address)));
  if (!beside) return { kind: 'outside', why: 'of no network of this project' };
  // Docker gives the first address of a bridge to its gateway.
  if (!address.endsWith('.1')) return { kind: 'unknown' };
  const why = "the network's gateway: this machine, or whoever came in through a published port";
  return { kind: 'outside', why };
}

/** Docker's bridges are /16 networks unless told otherwise. */
function subnet(address: string): string {
  return address.split('.').slice(0, 2).join('.');
}

/** RFC 1918 and RFC 4193 (fc00::/7), and link-local addresses. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(address);
}
