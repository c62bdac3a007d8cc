import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { serverTls, type ServerTls } from '../../components/postgres/server-tls.ts';
import { type TlsDemand, tlsDemands } from '../../components/postgres/tls-demands.ts';
import type { Evidence } from '../../evidence.ts';

const ID = 'pg-sslmode-no-server-tls';
const REFUSALS: readonly LogPattern[] = [
  { name: 'libpq', literal: 'server does not support SSL' },
  { name: 'pq', literal: 'SSL is not enabled on the server' },
  { name: 'asyncpg', literal: 'rejected SSL upgrade' },
  { name: 'pgbouncer', literal: 'server refused SSL' },
];

export const pgSslmodeNoServerTls = defineCheck({
  id: ID,
  area: 'postgres',
  severity: 'error',
  title: 'Clients ask PostgreSQL for TLS only where it speaks it',
  why: `The official image starts with ssl = off. A client whose URL was written for a hosted database (sslmode=require) then gets "server
does not support SSL, but SSL was required" and never connects, though host, user and password are right. postgres_exporter asks for it
even where nothing is said: pg_up stays 0.`,
  repair:
    'Inside the network of the stack say sslmode=disable; or give the server a certificate: ssl = on, ssl_cert_file and ssl_key_file on a mount.',
  fixClass: 'confirm',
  source:
    'PostgreSQL manual 34.1.2 (sslmode) and 20.3.3 (ssl, off by default); seen with PostgreSQL 15.18: libpq 18 and node-postgres 8 "server does not support SSL", asyncpg 0.32 "rejected SSL upgrade", postgres_exporter 0.11.1 (lib/pq) "SSL is not enabled on the server", without sslmode too, PgBouncer 1.24.1 "server refused SSL"',
  logs: REFUSALS,
  run: (evidence) => {
    const { project } = evidence;
    const servers = startedServices(project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const demands = tlsDemands(project);
    if (demands.length === 0) return HEALTHY;
    const judged = demands.map((demand) => ({ demand, tls: serverTls(evidence, demand.server) }));
    const findings = judged.flatMap(({ demand, tls }) =>
      tls === undefined || tls.on ? [] : [findingOf(evidence, demand, tls)],
    );
    if (findings.length > 0) return found(findings);
    const dark = judged.find(({ tls }) => tls === undefined);
    return dark === undefined
      ? HEALTHY
      : notObservable(
          `whether ${dark.demand.server.name} speaks TLS is not in the files, and it was not asked`,
        );
  },
});

function findingOf({ logs }: Evidence, demand: TlsDemand, { by, setting }: ServerTls): Finding {
  const { clients, server, said, value, at, withoutTls } = demand;
  const who = clients.join(', ');
  const told = setting === undefined ? 'ssl is off by default' : `ssl = ${setting.value}`;
  const refusals = REFUSALS.flatMap(({ name, literal }): Seen[] => {
    const { services } = logs.summary(ID, name);
    const count = clients.reduce((sum, client) => sum + (services.get(client) ?? 0), 0);
    return count === 0 ? [] : [{ by: 'log', text: `"${literal}" ${count} x in the log of ${who}` }];
  });
  // Who asks for a verified certificate wants more than to connect: that is not for an edit to give up.
  const isPlain = value === 'require' || value === 'true';
  return {
    message: `${who} ${clients.length > 1 ? 'insist' : 'insists'} on TLS (${said}), and ${server.name} does not speak it: every connection is refused.`,
    at,
    related: [setting?.at ?? server.at],
    evidence: [
      { by: 'config', text: `${said} of ${who}`, at },
      by === 'live'
        ? { by, text: `${server.name}: ssl is off` }
        : { by, text: `${server.name}: ${told}`, at: setting?.at ?? server.at },
      ...refusals,
    ],
    ...(isPlain && withoutTls !== undefined
      ? { fix: { class: 'confirm', edits: [withoutTls], restart: clients } }
      : {
          repair: `Give ${server.name} a certificate (ssl = on, ssl_cert_file, ssl_key_file), or say disable in place of ${value} if the network of the stack is trusted.`,
        }),
  };
}
