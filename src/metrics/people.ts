import type { Registry } from 'prom-client';
import type { StoreStats } from '../stores/candidate-store.ts';
import { gauge } from './registry.ts';

/** Returns a look at who is stored, for the background. It never rejects: a store that cannot be asked has no figures. */
export function observePeople(registry: Registry, stats: () => Promise<StoreStats>): () => Promise<void> {
  const people = gauge(registry, 'cvx_people');
  const pending = gauge(registry, 'cvx_people_pending');
  const documents = gauge(registry, 'cvx_documents');
  const files = gauge(registry, 'cvx_files');
  const forget = (): void => {
    for (const one of [people, pending, documents]) one.remove();
    files.reset();
  };
  return async () => {
    const seen = await stats().catch(() => undefined);
    forget();
    if (seen === undefined) return;
    people.set(seen.candidates);
    pending.set(seen.pending);
    documents.set(seen.documents);
    for (const [outcome, count] of Object.entries(seen.files)) files.set({ outcome }, count);
  };
}
