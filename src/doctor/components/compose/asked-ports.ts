import type { Project, Service } from '../../../project/project.ts';
import { healthTest, SWALLOWED } from './health-checks.ts';
import { serviceOfHost } from './service-of-host.ts';
import { scalarText, specValue } from './spec-value.ts';

/** A port that a health check connects to. */
export interface AskedPort {
  readonly service: Service;
  readonly port: number;
  /** The part of the check that says so, and the same with another port. */
  readonly literal: string;
  with(port: number): string;
}

const LOCAL = /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|::1)$/i;
const HOST = String.raw`\[[\da-f:]+\]|[\w.-]+`;
const URL_OF = new RegExp(
  String.raw`\b(https?)://(?:[^\s@/"']*@)?(${HOST})(?::(\d+))?(?=[/\s"'\`)|;&?]|$)`,
  'g',
);
/** `wget -q localhost:8000/health`, without the scheme. */
const BARE = /(?<![\w./@:-])(localhost|127\.0\.0\.1|0\.0\.0\.0):(\d+)(?=[/\s"'`)|;&?]|$)/g;
const DEV_TCP = /\/dev\/tcp\/([\w.-]+)\/(\d+)/g;
const NETCAT = /\bnc(?:\s+-\w+(?:\s+\d+(?=\s+-))?)*\s+([\w.-]+)\s+(\d+)\b/g;
/** Clients that take this port unless `-p` says another; a host or socket that they are given is looked at. */
const CLIENTS: readonly (readonly [string, number])[] = [
  ['redis-cli', 6379],
  ['pg_isready', 5432],
];

/** What the health check of a service connects to, as far as it is written out, and where it fails if nothing answers. */
export function askedPorts(project: Project, service: Service): readonly AskedPort[] {
  const test = healthTest(service);
  // In the network of another one localhost is that one, too.
  const shared = /^(?:service|container):/.test(scalarText(specValue(service, ['network_mode'])) ?? '');
  if (test.state !== 'present' || shared || (test.shell && SWALLOWED.test(test.text))) return [];
  const { text } = test;
  const asked = (host: string, literal: string, port: number, rest: AskedPort['with']): AskedPort[] => {
    const named = LOCAL.test(host) ? service : serviceOfHost(project, host);
    return named === undefined ? [] : [{ service: named, port, literal, with: rest }];
  };
  const urls = [...text.matchAll(URL_OF)].flatMap(({ 0: literal, 1: scheme = '', 2: host = '', 3: port }) =>
    asked(host, literal, Number(port ?? (scheme === 'https' ? 443 : 80)), (right) =>
      port === undefined ? `${literal}:${right}` : literal.replace(/\d+$/, String(right)),
    ),
  );
  const others = [BARE, DEV_TCP, NETCAT].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ 0: literal, 1: host = '', 2: port }) =>
      asked(host, literal, Number(port), (right) => literal.replace(/\d+$/, String(right))),
    ),
  );
  return [...urls, ...others, ...clientPorts(service, text)];
}

function clientPorts(service: Service, text: string): readonly AskedPort[] {
  return CLIENTS.flatMap(([client, usual]): AskedPort[] => {
    const call = new RegExp(String.raw`(?<![\w-])${client}(?![\w-])([^|;&]*)`).exec(text)?.[1];
    if (call === undefined) return [];
    const host = /(?:^|\s)(?:-h\s*|--host[=\s]+)(\S+)/.exec(call)?.[1];
    const elsewhere =
      (host !== undefined && !LOCAL.test(host)) || /(?:^|\s)-[us]\s|:\/\/|\b(?:port|host)=/.test(call);
    const flag = /(?:^|\s)(-p\s*|--port[=\s]+)(\S+)/.exec(call);
    if (elsewhere || (flag !== null && !/^\d+$/.test(flag[2] ?? ''))) return [];
    const literal = flag === null ? client : flag[0].trim();
    return [
      {
        service,
        port: flag === null ? usual : Number(flag[2]),
        literal,
        with: (right) => (flag === null ? `${client} -p ${right}` : literal.replace(/\d+$/, String(right))),
      },
    ];
  });
}
