import { buildMap, isMatch, namesMap, pairs } from './merge.ts';
import { portKey } from './ports.ts';
import { shortForm } from './mounts.ts';
import {
  childOf,
  type Entry,
  type ListTree,
  type MapTree,
  type Scalar,
  scalarTree,
  textOf,
  type Tree,
} from './tree.ts';

/** What Compose casts a string to after interpolation (compose-go 2.9 loader/interpolate.go), below a service. */
const NUMBERS = [
  ['cpus'],
  ['scale'],
  ['cpu_shares'],
  ['pids_limit'],
  ['oom_score_adj'],
  ['deploy', 'replicas'],
  ['deploy', 'restart_policy', 'max_attempts'],
  ['healthcheck', 'retries'],
  ['ulimits', '*'],
  ['ulimits', '*', 'soft'],
  ['ulimits', '*', 'hard'],
];
const BOOLEANS = [
  ['init'],
  ['privileged'],
  ['read_only'],
  ['stdin_open'],
  ['tty'],
  ['oom_kill_disable'],
  ['healthcheck', 'disable'],
];

/** Lists in which a later item takes the place of the first with the same key (compose-go 2.9 override/uncity.go). */
const UNIQUE: Readonly<Record<string, (item: Tree) => string | undefined>> = {
  cap_add: keyOf,
  cap_drop: keyOf,
  dns: keyOf,
  dns_opt: keyOf,
  dns_search: keyOf,
  expose: keyOf,
  links: keyOf,
  profiles: keyOf,
  tmpfs: keyOf,
  env_file: (item) => textOf(childOf(item, 'path')),
  configs: (item) => textOf(childOf(item, 'target')) ?? textOf(item),
  secrets: (item) => textOf(childOf(item, 'target')) ?? textOf(item),
  ports: portKey,
  volumes: (item) => textOf(childOf(item, 'target')) ?? shortForm(textOf(item) ?? '')?.target,
};

/** A merged service with each key in the form that `Service.spec` promises. */
export function canonicalService(service: MapTree): MapTree {
  const entries = new Map<string, Entry>();
  for (const [key, { key: at, value }] of service.entries)
    entries.set(key, { key: at, value: cast(canonicalValue(key, value), [key]) });
  return { ...service, entries };
}

function canonicalValue(key: string, value: Tree): Tree {
  switch (key) {
    case 'environment':
      return pairsMap(value, null);
    case 'labels':
    case 'annotations':
    case 'sysctls':
      return pairsMap(value, '');
    case 'build': {
      const build = buildMap(value);
      const args = build.entries.get('args');
      if (args === undefined) return build;
      return {
        ...build,
        entries: new Map(build.entries).set('args', { ...args, value: pairsMap(args.value, null) }),
      };
    }
    case 'depends_on':
      return withDependencyDefaults(namesMap(value, ['services', '*', key]));
    case 'networks':
    case 'models':
      return namesMap(value, ['services', '*', key]);
    case 'env_file':
      return unique(key, asList(value, envFileMap));
    default:
      return key in UNIQUE
        ? unique(
            key,
            asList(value, (item) => item),
          )
        : value;
  }
}

/** The last of each key, as a mapping; each value stands where its item or entry is written. A key alone is worth `alone`. */
function pairsMap(tree: Tree, alone: Scalar): MapTree {
  const entries = new Map<string, Entry>();
  for (const item of pairs(tree)) {
    if (item.kind !== 'scalar') continue;
    if (item.pair) {
      const { key, value } = item.pair;
      entries.set(key, { key: item.at, value: value.value === null ? { ...value, value: alone } : value });
      continue;
    }
    const text = String(item.value);
    const equals = text.indexOf('=');
    const value = scalarTree(equals === -1 ? alone : text.slice(equals + 1), item.at);
    entries.set(equals === -1 ? text : text.slice(0, equals), { key: item.at, value });
  }
  return { kind: 'map', entries, tag: undefined, at: tree.at };
}

function withDependencyDefaults(tree: MapTree): MapTree {
  const entries = [...tree.entries].map(([name, entry]): [string, Entry] => {
    const { value } = entry;
    if (value.kind !== 'map') return [name, entry];
    const own = new Map(value.entries);
    const defaults: readonly [string, Scalar][] = [
      ['condition', 'service_started'],
      ['required', true],
    ];
    for (const [key, plain] of defaults)
      if (!own.has(key)) own.set(key, { key: entry.key, value: scalarTree(plain, value.at) });
    return [name, { key: entry.key, value: { ...value, entries: own } }];
  });
  return { ...tree, entries: new Map(entries) };
}

function asList(tree: Tree, each: (item: Tree) => Tree): ListTree {
  const items =
    tree.kind === 'list' ? tree.items : tree.kind === 'scalar' && tree.value === null ? [] : [tree];
  return { kind: 'list', items: items.map(each), tag: undefined, at: tree.at };
}

function envFileMap(item: Tree): Tree {
  const own: [string, Entry][] =
    item.kind === 'map' ? [...item.entries] : [['path', { key: item.at, value: item }]];
  const entries = new Map(own);
  if (!entries.has('required')) entries.set('required', { key: item.at, value: scalarTree(true, item.at) });
  return { kind: 'map', entries, tag: undefined, at: item.at };
}

function unique(key: string, list: ListTree): ListTree {
  const keyed = UNIQUE[key];
  const items: Tree[] = [];
  const positions = new Map<string, number>();
  for (const item of list.items) {
    const id = keyed?.(item);
    const at = id === undefined ? undefined : positions.get(id);
    if (at !== undefined) {
      items[at] = item;
      continue;
    }
    if (id !== undefined) positions.set(id, items.length);
    items.push(item);
  }
  return { ...list, items };
}

function keyOf(item: Tree): string | undefined {
  return item.kind === 'scalar' ? String(item.value).split('=')[0] : undefined;
}

function cast(tree: Tree, path: readonly string[]): Tree {
  if (tree.kind === 'map') {
    if (!isPrefix(path)) return tree;
    const entries = [...tree.entries].map(([key, entry]): [string, Entry] => [
      key,
      { key: entry.key, value: cast(entry.value, [...path, key]) },
    ]);
    return { ...tree, entries: new Map(entries) };
  }
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return tree;
  if (isOneOf(NUMBERS, path) && tree.value.trim() !== '' && Number.isFinite(Number(tree.value)))
    return { ...tree, value: Number(tree.value) };
  if (isOneOf(BOOLEANS, path) && /^(?:true|false|y|n|yes|no|on|off)$/i.test(tree.value))
    return { ...tree, value: /^(?:true|y|yes|on)$/i.test(tree.value) };
  return tree;
}

const CAST_PREFIXES = new Set([...NUMBERS, ...BOOLEANS].map(([first]) => first));

function isPrefix([first]: readonly string[]): boolean {
  return CAST_PREFIXES.has(first);
}

function isOneOf(patterns: readonly (readonly string[])[], path: readonly string[]): boolean {
  return patterns.some((pattern) => isMatch(pattern, path));
}
