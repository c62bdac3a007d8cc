import path from 'node:path';
import type { Lookup } from './interpolate.ts';
import { loadDocuments, type Reading, refuseInto, resolveReference } from './documents.ts';
import { mergeTrees, withoutResets, withoutTags } from './merge.ts';
import { childOf, type Entry, type MapTree, mapOf, textOf, type Tree } from './tree.ts';

/** The services of one file as other services may extend them. */
interface Scope {
  readonly file: string;
  readonly services: MapTree;
}

/** Puts what each service extends below it. A circle, or a service that is not there, is a problem, and the service stays as it is. */
export function extendServices(tree: MapTree, file: string, lookup: Lookup, reading: Reading): MapTree {
  const services = tree.entries.get('services');
  const map = mapOf(services?.value);
  if (services === undefined || map === undefined) return tree;
  const extender = new Extender(lookup, reading);
  const entries = [...map.entries].map(([name, entry]): [string, Entry] => [
    name,
    { key: entry.key, value: extender.extend(name, { file, services: map }, []) ?? entry.value },
  ]);
  const extended = { ...map, entries: new Map(entries) };
  return { ...tree, entries: new Map(tree.entries).set('services', { key: services.key, value: extended }) };
}

class Extender {
  readonly #lookup: Lookup;
  readonly #reading: Reading;
  readonly #scopes = new Map<string, Scope | undefined>();
  readonly #done = new Map<string, Tree>();

  constructor(lookup: Lookup, reading: Reading) {
    this.#lookup = lookup;
    this.#reading = reading;
  }

  extend(name: string, scope: Scope, via: readonly string[]): Tree | undefined {
    const service = scope.services.entries.get(name)?.value;
    const id = `${scope.file}\0${name}`;
    const done = this.#done.get(id);
    if (done || service?.kind !== 'map') return done ?? service;
    const reference = service.entries.get('extends')?.value;
    if (reference === undefined) return service;
    if (via.includes(id)) {
      this.#report(reference, `The services extend each other in a circle, over "${name}".`);
      return without(service, 'extends');
    }
    const base = this.#base(reference, scope, [...via, id]);
    const merged = this.#onto(service, base);
    this.#done.set(id, merged);
    return merged;
  }

  #base(reference: Tree, scope: Scope, via: readonly string[]): Tree | undefined {
    const name = textOf(reference) ?? textOf(childOf(reference, 'service'));
    const file = textOf(childOf(reference, 'file'));
    if (name === undefined) return this.#report(reference, '`extends` names no service.');
    const from = file === undefined ? scope : this.#scope(file, reference);
    if (from === undefined) return undefined;
    const entry = from.services.entries.get(name);
    if (entry === undefined)
      return this.#report(reference, `It extends a service "${name}" that is not there.`);
    entry.value.at.source.shared.add(entry.value.at.path.join('/'));
    return this.extend(name, from, via);
  }

  #scope(file: string, reference: Tree): Scope | undefined {
    const absolute = resolveReference(reference.at.source.base, file);
    if (absolute === undefined)
      return this.#report(reference, 'It extends a service of a remote file, which is not fetched.');
    if (!this.#scopes.has(absolute)) this.#scopes.set(absolute, this.#load(absolute));
    return this.#scopes.get(absolute);
  }

  #load(file: string): Scope | undefined {
    const refuse = refuseInto(this.#reading);
    const [first, ...rest] = loadDocuments(file, path.dirname(file), this.#lookup, this.#reading);
    if (first === undefined) return undefined;
    const merged = rest.reduce<Tree>((base, over) => mergeTrees(base, over, [], refuse), first);
    const services = mapOf(childOf(withoutResets(merged), 'services'));
    return services && { file, services };
  }

  #onto(service: MapTree, base: Tree | undefined): Tree {
    const own = without(service, 'extends');
    if (base?.kind !== 'map') return own;
    const below = withoutTags(without(base, 'extends'));
    const merged = mergeTrees(below, own, ['services', '*'], refuseInto(this.#reading));
    // The tags of the service still speak to the files before its own.
    return retagged(merged, own);
  }

  #report(at: Tree, message: string): undefined {
    refuseInto(this.#reading)(at.at, message);
  }
}

function without(tree: MapTree, key: string): MapTree {
  const entries = new Map(tree.entries);
  entries.delete(key);
  return { ...tree, entries };
}

/** Puts the values that `own` resets back, so that they take away what earlier files say too. */
function retagged(merged: Tree, own: Tree): Tree {
  if (merged.kind !== 'map' || own.kind !== 'map') return merged;
  const entries = new Map(merged.entries);
  for (const [key, entry] of own.entries) {
    const value = merged.entries.get(key)?.value;
    if (entry.value.tag === 'reset') entries.set(key, entry);
    else if (value) entries.set(key, { key: entry.key, value: retagged(value, entry.value) });
  }
  return { ...merged, entries };
}
