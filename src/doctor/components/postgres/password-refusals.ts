import type { Service } from '../../../project/project.ts';
import type { Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { WRONG_PASSWORD } from '../../live/postgres.ts';
import { linesOf } from '../../logs/lines-of.ts';
import type { LogSummary } from '../../logs/log-evidence.ts';
import type { PasswordServer } from './password-servers.ts';

/** What shows that the stack's own user is refused for its password. */
export interface PasswordRefusals {
  readonly seen: readonly Seen[];
  /** Services whose own log says that they were refused. */
  readonly clients: readonly string[];
  /** The server refused the very password of its variables when it was asked now. */
  readonly byLive: boolean;
  /** Why nothing is to be seen, which is not the same as that nobody is refused. */
  readonly unknown?: string;
}

/** Lines of the server's own log. A person mistypes a password once or twice; a program that tries again writes so many in a minute. */
const MANY = 10;

/**
 * The server's line does not say whom it refused: a stranger at a published port, a person with a typing error, or a program of the
 * stack. That tells the log of the program, or the server's own answer; its lines alone do where nobody else can be meant. A server
 * that lets the stack in now refused it in the past.
 */
export function passwordRefusals(
  { project, logs, live }: Evidence,
  lines: LogSummary,
  server: PasswordServer,
  isOnly: boolean,
): PasswordRefusals {
  const { service, user } = server;
  const { name } = service;
  const answer = live.postgres.get(name);
  const works = answer?.seen === true;
  const byLive = answer?.seen === false && answer.why.includes(WRONG_PASSWORD);
  const clients = project.services
    .filter((one) => one !== service && isOf(lines, one.name, user))
    .filter((one) => isClient(one, server) && !(works && sendsTheSame(one, server)))
    .map((one) => one.name);
  const own = isOf(lines, name, user) || isOf(lines, '', user) ? linesOf(lines, service, isOnly) : 0;
  const isOpen = service.spec['network_mode'] === 'host' || service.ports.length > 0;
  const isQuiet = server.clients.some((client) => logs.observed(client.service.name).seen);
  if (byLive || clients.length > 0 || (own >= MANY && !isOpen && !isQuiet && !works)) {
    const times = (count: number | undefined, who: string): Seen => ({
      by: 'log',
      text: `user "${user}" refused ${count ?? 0} x in the log of ${who}`,
    });
    return {
      seen: [
        ...(byLive
          ? [{ by: 'live', text: `${name} refuses the password of its own variables` } as const]
          : []),
        ...clients.map((one) => times(lines.services.get(one), one)),
        ...(own > 0 ? [times(own, name)] : []),
      ],
      clients,
      byLive,
    };
  }
  const nothing: PasswordRefusals = { seen: [], clients: [], byLive };
  if (works) return nothing;
  if (own > 0)
    return {
      ...nothing,
      unknown: `${name}: it refused user "${user}", and no log of a client tells who that was`,
    };
  const observed = logs.observed(name);
  return observed.seen ? nothing : { ...nothing, unknown: `${name}: ${observed.why}` };
}

/** Whether a service wrote such a line for that user, as far as the lines that are kept show it. */
function isOf({ services, samples, tallies }: LogSummary, name: string, user: string): boolean {
  const users = tallies['user'];
  if (!services.has(name) || users?.has(user) !== true) return false;
  const only = users.size === 1;
  return only || samples.some(({ service = '', groups }) => service === name && groups['user'] === user);
}

/** Who goes there by what it is given, or is given the password. */
function isClient(one: Service, { clients, password = '' }: PasswordServer): boolean {
  const given = password !== '' && one.environment.some(({ value }) => value === password);
  return given || clients.some(({ service }) => service === one);
}

function sendsTheSame(one: Service, { clients, password }: PasswordServer): boolean {
  return clients.every((client) => client.service !== one || client.password === password);
}
