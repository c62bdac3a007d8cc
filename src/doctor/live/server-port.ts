import type { Project, ServiceKind } from '../../project/project.ts';
import { redisPort } from '../components/redis/redis-port.ts';
import { type AskedService, configsOf } from './asked-service.ts';

/** How the port of a server may be said, and what it is where nothing says it. */
interface PortRule {
  /** In the command, joined by spaces. */
  readonly flags: readonly RegExp[];
  readonly variables: readonly string[];
  /** In its configuration. */
  readonly written?: RegExp;
  readonly fallback: number;
}

const RULES: Partial<Record<ServiceKind, PortRule>> = {
  redis: {
    flags: [],
    // Bitnami's; the official image has none.
    variables: ['REDIS_PORT_NUMBER'],
    written: /^[ \t]*port[ \t]+(\d+)/im,
    fallback: 6379,
  },
  postgres: {
    flags: [/(?:^|\s)(?:-p\s*|--port=)(\d+)/, /\bport=(\d+)/],
    variables: ['PGPORT'],
    written: /^[ \t]*port[ \t]*=?[ \t]*'?(\d+)/im,
    fallback: 5432,
  },
  qdrant: {
    flags: [],
    variables: ['QDRANT__SERVICE__HTTP_PORT'],
    written: /^[ \t]+http_port:[ \t]*(\d+)/m,
    fallback: 6333,
  },
  prometheus: { flags: [/--web\.listen-address[= ]\S*:(\d+)/], variables: [], fallback: 9090 },
};

/** The port that a server of a known kind listens on inside its network, as its command, variables or configuration say. */
export function serverPort(project: Project, asked: AskedService): number {
  const { kind, service, environment } = asked;
  const rule = RULES[kind];
  if (rule === undefined) return 0;
  const { flags, variables, written, fallback } = rule;
  const command = service?.command ?? [];
  if (kind === 'redis' && service !== undefined && command.includes('--port')) return redisPort(service);
  const line = command.join(' ');
  const texts = written === undefined ? [] : configsOf(project, asked).map((text) => written.exec(text)?.[1]);
  const told = [
    ...flags.map((flag) => flag.exec(line)?.[1]),
    ...variables.map((name) => environment.get(name)),
    ...texts,
  ];
  return told.map(Number).find((port) => port > 0) ?? fallback;
}
