import { derived, type Quantity, type Unit } from '../quantity.ts';
import type { Term } from '../invariant.ts';
import {
  instancesOf,
  type Stack,
  type StackHost,
  type StackKey,
  type StackService,
  STACK_KEYS,
} from '../stack.ts';

/** Those numbers of a service; where not all are known, none, and what is missing. */
export function ask<K extends StackKey>(
  service: StackService,
  keys: readonly K[],
):
  | { readonly found: Readonly<Record<K, Quantity>>; readonly missing: readonly [] }
  | { readonly found: undefined; readonly missing: readonly string[] } {
  const missing = keys.filter((key) => service.numbers[key] === undefined);
  const found: Partial<Record<K, Quantity>> = {};
  for (const key of keys) {
    const value = service.numbers[key];
    if (value !== undefined) found[key] = value;
  }
  return isWhole(found, keys)
    ? { found, missing: [] }
    : { found: undefined, missing: missing.map((key) => `${service.name}: ${STACK_KEYS[key]}`) };
}

function isWhole<K extends string>(
  found: Partial<Record<K, Quantity>>,
  keys: readonly K[],
): found is Record<K, Quantity> {
  return keys.every((key) => found[key] !== undefined);
}

/** Processes of all instances of a service; 1 each where it says nothing of processes. */
export function processesOf(service: StackService): number {
  return instancesOf(service) * (service.processes?.value ?? 1);
}

/** A term that keeps the origin of the number that a person would change. */
export function term(label: string, value: number, unit: Unit, of?: Quantity): Term {
  return {
    label,
    quantity: of === undefined ? derived(value, unit, label) : { value, unit, origin: of.origin },
  };
}

/** The services that run on a host, each with its instances there. */
export function runningOn(
  { services }: Stack,
  { name }: StackHost,
): readonly { readonly service: StackService; readonly count: number }[] {
  return services.flatMap((service) =>
    service.replicas
      .filter(({ host, count }) => host === name && count.value > 0)
      .map(({ count }) => ({ service, count: count.value })),
  );
}

/** What so many instances of a service take, each `of`. */
export function timesTerm({ name }: StackService, count: number, of: Quantity): Term {
  return term(count === 1 ? name : `${name} × ${count}`, count * of.value, of.unit, of);
}
