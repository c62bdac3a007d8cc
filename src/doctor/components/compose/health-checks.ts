import type { YamlValue } from '../../../edits/edit.ts';
import { healthcheckOf } from '../../../facts/compose.ts';
import type { Project, Service } from '../../../project/project.ts';
import { redisPort } from '../redis/redis-port.ts';
import { scalarText, specValue } from './spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

/** The health check that Compose gives a service. */
export type HealthTest =
  | { readonly state: 'absent' | 'disabled' }
  | {
      readonly state: 'present';
      /** As one line, as the container sees it. */
      readonly text: string;
      /** Of the list form without CMD; one string where a shell runs it. */
      readonly words: readonly string[];
      readonly shell: boolean;
    };

/** What a shell does after a failure, so that there is none. */
export const SWALLOWED = /\s*(?:\|\||;)\s*(?:exit 0|true|:)\s*$/;

export function healthTest(service: Service): HealthTest {
  const healthcheck = specValue(service, ['healthcheck']);
  const test = membersOf(healthcheck)['test'];
  if (membersOf(healthcheck)['disable'] === true) return { state: 'disabled' };
  if (test === undefined || test === null) return { state: 'absent' };
  if (!Array.isArray(test)) {
    const line = scalarText(test) ?? '';
    return { state: 'present', text: line, words: [line], shell: true };
  }
  const [how, ...words] = test.map(String);
  if (how === 'NONE') return { state: 'disabled' };
  return { state: 'present', text: words.join(' '), words, shell: how === 'CMD-SHELL' };
}

/** Whether Redis asks for a password, told from its command line and the file that this names. */
export function redisAsksPassword({ configs }: Project, { name, command }: Service): boolean {
  const words = command.join(' ');
  const conf = configs.find(
    ({ kind, service, target }) => kind === 'redis' && service === name && words.includes(target ?? ' '),
  );
  return (
    /--(?:requirepass|aclfile|user)\b/.test(words) ||
    /^\s*(?:requirepass|aclfile|user)\s+\S/m.test(conf?.text ?? '')
  );
}

/** A health check for a store, made of what its image has in it; undefined for what is no such store. `$$` is Compose's `$`. */
export function fittingHealthcheck(project: Project, service: Service): YamlValue | undefined {
  const test = fittingTest(project, service);
  // Asked often at first, since others wait for it; five misses of ten seconds are no moment of load.
  return test === undefined
    ? undefined
    : { test: [...test], interval: '10s', timeout: '5s', retries: 5, start_period: '30s' };
}

function fittingTest(project: Project, service: Service): readonly string[] | undefined {
  const { kind, command, environment } = service;
  if (kind === 'postgres') return ['CMD-SHELL', postgresTest(service)];
  if (kind === 'redis') return ['CMD-SHELL', redisTest(project, service)];
  const moved =
    kind === 'prometheus'
      ? /--web\.(?:listen-address|route-prefix|external-url|config\.file)/.test(command.join(' '))
      : environment.some(({ key }) => key === 'QDRANT__SERVICE__HTTP_PORT');
  const known = kind === 'prometheus' || kind === 'qdrant';
  return known && !moved ? healthcheckOf(kind)?.test : undefined;
}

function postgresTest({ environment }: Service): string {
  const has = (name: string): boolean => environment.some(({ key }) => key === name);
  const user = has('POSTGRES_USER') ? '$$POSTGRES_USER' : 'postgres';
  return `pg_isready -U ${user} -d ${has('POSTGRES_DB') ? '$$POSTGRES_DB' : user}`;
}

/** redis-cli exits with 0 for every answer: only the answer tells. A server that asks for a password is up too. */
function redisTest(project: Project, service: Service): string {
  const port = redisPort(service);
  const cli = port === 6379 ? 'redis-cli' : `redis-cli -p ${port}`;
  return redisAsksPassword(project, service)
    ? `${cli} ping | grep -Eq 'PONG|NOAUTH'`
    : `${cli} ping | grep -q PONG`;
}
