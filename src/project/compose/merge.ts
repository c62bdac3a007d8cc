import {
  type Entry,
  type MapTree,
  type Origin,
  type Scalar,
  type ScalarTree,
  scalarTree,
  type Tree,
} from './tree.ts';

/** Merges two values of the same key; `over` is of the later file. `path` is generic: service names are kept, indexes are not there. */
type Merger = (base: Tree, over: Tree, path: readonly string[], refuse: Refuse) => Tree;

/** Told of what Compose refuses to merge; the later value then stands. */
export type Refuse = (at: Origin, message: string) => void;

/** The exceptions of compose-go 2.9 override/merge.go; everything else: mappings by key, lists appended, scalars replaced. */
const SPECIAL: readonly (readonly [pattern: string, merge: Merger])[] = [
  ['services.*.annotations', asPairs],
  ['services.*.build', mergeBuild],
  ['services.*.build.args', asPairs],
  ['services.*.build.additional_contexts', asPairs],
  ['services.*.build.extra_hosts', withoutRepeats],
  ['services.*.build.labels', asPairs],
  ['services.*.command', replace],
  ['services.*.depends_on', byName],
  ['services.*.deploy.labels', asPairs],
  ['services.*.dns', asPairs],
  ['services.*.dns_opt', asPairs],
  ['services.*.dns_search', asPairs],
  ['services.*.entrypoint', replace],
  ['services.*.env_file', asPairs],
  ['services.*.label_file', asPairs],
  ['services.*.environment', asPairs],
  ['services.*.extra_hosts', withoutRepeats],
  ['services.*.healthcheck.test', replace],
  ['services.*.labels', asPairs],
  ['services.*.logging', mergeLogging],
  ['services.*.models', byName],
  ['services.*.networks', byName],
  ['services.*.sysctls', asPairs],
  ['services.*.tmpfs', asPairs],
  ['services.*.ulimits.*', replace],
  ['networks.*.labels', asPairs],
  ['volumes.*.labels', asPairs],
];

const MERGERS = SPECIAL.map(([pattern, merge]) => ({ pattern: pattern.split('.'), merge }));

function mergerFor(path: readonly string[]): Merger | undefined {
  return MERGERS.find(({ pattern }) => isMatch(pattern, path))?.merge;
}

/** Whether a path has these parts, where `*` is any. */
export function isMatch(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((part, i) => part === '*' || part === path[i]);
}

/** `over` on top of `base`, with its `!reset` and `!override` tags obeyed. */
export function mergeTrees(base: Tree, over: Tree, path: readonly string[], refuse: Refuse): Tree {
  return mergeAt(clearTagged(base, over), withoutResets(over), path, refuse);
}

function mergeAt(base: Tree, over: Tree, path: readonly string[], refuse: Refuse): Tree {
  const special = mergerFor(path);
  if (special) return special(base, over, path, refuse);
  if (over.kind === 'scalar' && over.value === null) return base;
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, path, refuse);
  if (base.kind === 'list' && over.kind === 'list') return { ...over, items: [...base.items, ...over.items] };
  const bothScalars = base.kind === 'scalar' && over.kind === 'scalar';
  const baseIsEmpty = base.kind === 'scalar' && base.value === null;
  if (!bothScalars && !baseIsEmpty)
    refuse(over.at, `${path.join('.')} has another form than in an earlier file: Compose cannot merge them`);
  return over;
}

function mergeMaps(base: MapTree, over: MapTree, path: readonly string[], refuse: Refuse): MapTree {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const before = entries.get(key);
    const value = before ? mergeAt(before.value, entry.value, [...path, key], refuse) : entry.value;
    entries.set(key, value === before?.value ? before : { key: entry.key, value });
  }
  return { ...over, entries };
}

/** Takes out of `base` what `over` resets or overrides, at every depth of mappings. */
function clearTagged(base: Tree, over: Tree): Tree {
  if (base.kind !== 'map' || over.kind !== 'map') return base;
  const entries = new Map<string, Entry>();
  for (const [key, entry] of base.entries) {
    const above = over.entries.get(key)?.value;
    if (above === undefined) entries.set(key, entry);
    else if (above.tag === undefined)
      entries.set(key, { key: entry.key, value: clearTagged(entry.value, above) });
  }
  return { ...base, entries };
}

/** What a file says without the values that it only resets. */
export function withoutResets(tree: Tree): Tree {
  if (tree.kind === 'scalar') return tree;
  if (tree.kind === 'list') {
    const items = tree.items.filter(({ tag }) => tag !== 'reset').map(withoutResets);
    return items.every((item, i) => item === tree.items[i]) && items.length === tree.items.length
      ? tree
      : { ...tree, items };
  }
  let changed = false;
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    if (entry.value.tag === 'reset') {
      changed = true;
      continue;
    }
    const value = withoutResets(entry.value);
    changed ||= value !== entry.value;
    entries.set(key, value === entry.value ? entry : { key: entry.key, value });
  }
  return changed ? { ...tree, entries } : tree;
}

/** The tags of a service that another one extends speak to the files before its own, not to those before the other. */
export function withoutTags(tree: Tree): Tree {
  if (tree.kind !== 'map') return tree.tag === undefined ? tree : { ...tree, tag: undefined };
  const entries = [...tree.entries].map(
    ([key, entry]) => [key, { key: entry.key, value: withoutTags(entry.value) }] as const,
  );
  return { ...tree, tag: undefined, entries: new Map(entries) };
}

function replace(_base: Tree, over: Tree): Tree {
  return over;
}

function mergeBuild(base: Tree, over: Tree, path: readonly string[], refuse: Refuse): Tree {
  return mergeMaps(buildMap(base), buildMap(over), path, refuse);
}

/** `build: ./folder` in its long form. */
export function buildMap(tree: Tree): MapTree {
  if (tree.kind === 'map') return tree;
  const text = tree.kind === 'scalar' && typeof tree.value === 'string';
  const entries: [string, Entry][] = text ? [['context', { key: tree.at, value: tree }]] : [];
  return { kind: 'map', entries: new Map(entries), tag: tree.tag, at: tree.at };
}

/** Options of another driver are not mixed in. */
function mergeLogging(base: Tree, over: Tree, path: readonly string[], refuse: Refuse): Tree {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  const [before, after] = [base, over].map((tree) => tree.entries.get('driver')?.value);
  const same = before?.kind === 'scalar' && after?.kind === 'scalar' && before.value === after.value;
  return same || !before || !after ? mergeMaps(base, over, path, refuse) : over;
}

function byName(base: Tree, over: Tree, path: readonly string[], refuse: Refuse): Tree {
  const [before, after] = [namesMap(base, path), namesMap(over, path)];
  return after.entries.size === 0 ? before : mergeMaps(before, after, path, refuse);
}

/** `depends_on` or `networks` in the long form: by name, with Compose's defaults for `depends_on`. */
export function namesMap(tree: Tree, path: readonly string[]): MapTree {
  if (tree.kind === 'map') return tree;
  const depends = path.at(-1) === 'depends_on';
  const entries = new Map<string, Entry>();
  for (const item of tree.kind === 'list' ? tree.items : []) {
    if (item.kind !== 'scalar' || item.value === null) continue;
    const value = depends ? started(item.at) : scalarTree(null, item.at);
    entries.set(String(item.value), { key: item.at, value });
  }
  return { kind: 'map', entries, tag: tree.tag, at: tree.at };
}

function started(at: Origin): MapTree {
  const entry = (value: Scalar): Entry => ({ key: at, value: scalarTree(value, at) });
  const entries = new Map([
    ['condition', entry('service_started')],
    ['required', entry(true)],
  ]);
  return { kind: 'map', entries, tag: undefined, at };
}

function withoutRepeats(base: Tree, over: Tree): Tree {
  const before = pairs(base);
  const known = new Set(before.map((item) => (item.kind === 'scalar' ? item.value : item)));
  const fresh = pairs(over).filter((item) => item.kind !== 'scalar' || !known.has(item.value));
  return { kind: 'list', items: [...before, ...fresh], tag: over.tag, at: over.at };
}

function asPairs(base: Tree, over: Tree): Tree {
  return { kind: 'list', items: [...pairs(base), ...pairs(over)], tag: over.tag, at: over.at };
}

/** A list of `KEY=value`, from a mapping or a list; one item for a scalar. */
export function pairs(tree: Tree): readonly Tree[] {
  if (tree.kind === 'list') return tree.items;
  if (tree.kind === 'scalar') return tree.value === null ? [] : [tree];
  return [...tree.entries].flatMap(([key, { value }]) =>
    itemsOfValue(value).map((scalar): ScalarTree => {
      const text = scalar.value === null ? key : `${key}=${String(scalar.value)}`;
      return { ...scalarTree(text, scalar.at), pair: { key, value: scalar } };
    }),
  );
}

/** Compose repeats the key of an `extra_hosts` mapping for every address of its list. */
function itemsOfValue(value: Tree): readonly ScalarTree[] {
  if (value.kind === 'scalar') return [value];
  return value.kind === 'list' ? value.items.filter((item) => item.kind === 'scalar') : [];
}
