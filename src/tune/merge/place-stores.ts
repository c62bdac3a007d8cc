import type { Edit } from '../../edits/edit.ts';
import { readPostgresConf } from '../../edits/conf/postgres.ts';
import { readRedisConf } from '../../edits/conf/redis.ts';
import { Refusal } from '../../edits/edit-refused.ts';
import { postgresMajor } from '../../facts/postgres-major.ts';
import type { ConfigFile, Project, Service } from '../../project/project.ts';
import { settingsIn } from '../../sizing/plan.ts';
import { type Flag, flagValue } from './command-words.ts';
import { placeFlags } from './place-flags.ts';
import { placeVariable } from './place-variables.ts';
import {
  joined,
  noPlace,
  NOTHING,
  type Placed,
  placedBy,
  type Placing,
  writtenAt,
  writtenIn,
} from './placing.ts';
import { sameValue } from './same-value.ts';

/** Where the official image keeps its data, and reads postgresql.conf unless told otherwise. */
const POSTGRES_DATA = /^\/var\/lib\/postgresql\/.*postgresql\.conf$/;

/** Settings of PostgreSQL into the file that the server reads, or that is mounted for it; else as `-c` words of its command. */
export function placePostgres({ project, plan, matched }: Placing): Placed {
  const service = matched.get('postgres');
  if (service === undefined) return NOTHING;
  if (postgresMajor(service) === undefined)
    return noPlace(
      `settings of ${service.name}`,
      `its image ${service.image ?? ''} names no major version from 15 to 18, and keys differ between versions`,
    );
  const flags = settingsIn(plan, 'postgres').map(({ target, written }) => ({
    key: target.key,
    value: String(written),
  }));
  const config = configOf(project, service, 'postgres');
  const onCommand = (list: readonly Flag[]): Placed =>
    placeFlags(project, service, { flags: list, form: 'postgres', program: ['postgres'] });
  // Without a file of its own the image's holds, which listens to all.
  if (config === undefined) return onCommand(flags.filter(({ key }) => key !== 'listen_addresses'));
  const overridden = flags.filter(({ key }) => flagValue(service.command, key, 'postgres') !== undefined);
  const isRead =
    [...service.entrypoint, ...service.command].some((word) =>
      word.endsWith(`config_file=${config.target ?? ''}`),
    ) || POSTGRES_DATA.test(config.target ?? '');
  const lines = readPostgresConf(config.text);
  const edits = flags
    .filter((flag) => !overridden.includes(flag))
    .flatMap(({ key, value }): readonly Edit[] => {
      const present = lines.findLast((line) => line.key === key)?.value;
      return present !== undefined && sameValue(present, value)
        ? []
        : [{ do: 'set-conf', syntax: 'postgres', file: config.file, key, value }];
    });
  return joined([
    { edits, unplaced: [], restart: edits.length > 0 ? [service.name] : [] },
    onCommand([...overridden, ...(isRead ? [] : [{ key: 'config_file', value: config.target ?? '' }])]),
  ]);
}

/** Where one Redis is cache and queue at once, nothing is right for both. */
const OF_ROLE = new Set(['maxmemory-policy']);
/** Switching them on the data of a running server loses that data, or writes it where nobody looks for it. */
const PERSISTENCE = new Set(['appendonly', 'save']);

export function placeRedis(placing: Placing): Placed {
  const { plan, matched } = placing;
  const shared = matched.has('redis-cache') && !matched.has('redis-queue');
  return joined(
    (['redis-cache', 'redis-queue'] as const).map((name) => {
      const service = matched.get(name);
      if (service === undefined) return NOTHING;
      const flags = settingsIn(plan, 'redis')
        .filter(({ target }) => target.service === name)
        .map(({ target, written }) => ({ key: target.key, value: String(written) }));
      return placeOneRedis(placing.project, service, flags, shared);
    }),
  );
}

function placeOneRedis(project: Project, service: Service, flags: readonly Flag[], shared: boolean): Placed {
  const config = configOf(project, service, 'redis');
  const words = [...service.entrypoint, ...service.command];
  const file = config !== undefined && words.includes(config.target ?? '') ? config : undefined;
  const lines = readRedisConf(file?.text ?? '');
  const present = (key: string): string | undefined =>
    flagValue(service.command, key, 'redis') ?? lines.findLast((line) => line.words[0] === key)?.value;
  const isOpen = present('requirepass') === undefined && present('user') === undefined;
  const refused = flags.flatMap(({ key, value }) => {
    const why = refusal(key, { shared, isOpen });
    const same = sameValue(present(key) ?? '', value.replaceAll('"', ''));
    return why === undefined || same ? [] : [noPlace(`${key} ${value} of ${service.name}`, why)];
  });
  const rest = flags.filter(
    ({ key, value }) =>
      refusal(key, { shared, isOpen }) === undefined && !sameValue(present(key) ?? '', value),
  );
  const inFile = rest.filter(
    ({ key }) => file !== undefined && flagValue(service.command, key, 'redis') === undefined,
  );
  const edits = inFile.map(({ key, value }): Edit => ({
    do: 'set-conf',
    syntax: 'redis',
    file: file?.file ?? '',
    key,
    value,
  }));
  return joined([
    { edits, unplaced: [], restart: edits.length > 0 ? [service.name] : [] },
    placeFlags(project, service, {
      flags: rest.filter((flag) => !inFile.includes(flag)),
      form: 'redis',
      program: ['redis-server'],
    }),
    ...refused,
  ]);
}

function refusal(key: string, { shared, isOpen }: { shared: boolean; isOpen: boolean }): string | undefined {
  if (shared && OF_ROLE.has(key))
    return 'one Redis is cache and queue here: eviction deletes jobs, and without it a full cache refuses writes; give the queue a Redis of its own with noeviction';
  if (PERSISTENCE.has(key))
    return 'switching it on a server that holds data can lose that data at the restart; with a backup at hand change it by hand';
  if (key === 'protected-mode' && isOpen)
    return 'there is no password: it would refuse every other container; set requirepass first';
  return undefined;
}

/** Settings of Qdrant into its mounted file, or the environment, which wins over the file. */
export function placeQdrant({ project, plan, matched }: Placing): Placed {
  const service = matched.get('qdrant');
  if (service === undefined) return NOTHING;
  const config = configOf(project, service, 'qdrant');
  if (config !== undefined) {
    const written = writtenIn(project, config.file);
    if (written instanceof Refusal)
      return noPlace(`settings of ${service.name} in ${config.file}`, written.message);
  }
  const nodes = plan.services.find(({ name }) => name === 'qdrant')?.count.value ?? 1;
  const parts = settingsIn(plan, 'qdrant').map(({ target, written, setting }) => {
    const { path } = target;
    // A cluster needs nodes that find each other: `replicas` of one service are none.
    if (nodes > 1 && /^cluster\.|replication_factor|shard_number/.test(path.join('.'))) return NOTHING;
    const key = `QDRANT__${path.join('__').toUpperCase()}`;
    const isSet = service.environment.some((entry) => entry.key.toUpperCase() === key);
    if (config === undefined || isSet)
      return placeVariable(project, service, { key, value: String(written), says: setting.says });
    const present = writtenAt(project, config.file, path);
    const scalar = typeof present === 'string' || typeof present === 'number' || typeof present === 'boolean';
    if (scalar && sameValue(String(present), String(written))) return NOTHING;
    return {
      ...placedBy({ do: 'set-yaml', file: config.file, path, value: written }),
      restart: [service.name],
    };
  });
  return joined(parts);
}

/** Flags of Prometheus. Its image runs flags of its own where the command is absent: those would go. */
export function placePrometheus({ project, plan, matched }: Placing): Placed {
  const service = matched.get('prometheus');
  if (service === undefined) return NOTHING;
  const flags = settingsIn(plan, 'prometheus').map(({ target, written }) => ({
    key: target.flag.replace(/^--/, ''),
    value: String(written),
  }));
  return joined([
    placeFlags(project, service, { flags, form: 'equals', program: undefined }),
    withoutRules(project, service),
  ]);
}

/** Rules of a whole stack ask for exporters, labels and metric names that a project may not have: they would never fire. */
function withoutRules(project: Project, service: Service): Placed {
  const config = configOf(project, service, 'prometheus');
  if (config === undefined || configOf(project, service, 'prometheus-rules') !== undefined) return NOTHING;
  return noPlace(
    'alert rules',
    `${config.file} loads none, and a rule is good only for what is scraped there: cvx tune --out DIR writes a set into rules/; take what fits, mount it, and name it under rule_files`,
  );
}

/** The file of that kind which the service has. */
export function configOf(
  { configs }: Project,
  service: Service,
  kind: ConfigFile['kind'],
): ConfigFile | undefined {
  return configs.find((config) => config.kind === kind && config.service === service.name);
}
