import type { CandidateStore } from '../stores/candidate-store.ts';
import { discover, type Discovered } from './discover.ts';
import { compareWithStore, type Comparison } from './known.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { FileReport, IngestRequest } from './report.ts';

interface FreshDeps {
  readonly store: CandidateStore;
  /** Bytes of the largest file that is read at all. */
  readonly maxBytes: number;
  /** Base of relative paths and globs. */
  readonly cwd: string;
  readonly meter: ProgressMeter;
  /** Gets the outcome of each file that needs no reading. */
  readonly report: (file: FileReport) => void;
}

/** Files compared with the store at once: one query each time, and few enough for a steady progress line. */
const COMPARE_AT_ONCE = 256;

/** Discover → compare with what is known: yields, in slices, the files that have to be read. Ends early at an abort. */
export async function* freshFiles(
  deps: FreshDeps,
  { paths, dryRun }: Pick<IngestRequest, 'paths' | 'dryRun'>,
  signal: AbortSignal,
): AsyncIterable<readonly Comparison[]> {
  let slice: Discovered[] = [];
  for await (const found of discover(paths, deps.cwd)) {
    if (signal.aborted) return;
    slice.push(found);
    deps.meter.discovered(1);
    if (slice.length < COMPARE_AT_ONCE) continue;
    yield await compare(deps, slice, dryRun);
    slice = [];
  }
  yield await compare(deps, slice, dryRun);
  deps.meter.allDiscovered();
}

async function compare(
  { store, maxBytes, report }: FreshDeps,
  slice: readonly Discovered[],
  dryRun: boolean,
): Promise<readonly Comparison[]> {
  const there: string[] = [];
  for (const found of slice) {
    if ('missing' in found) report({ path: found.path, outcome: 'unreadable', reason: found.missing });
    else there.push(found.path);
  }
  const fresh: Comparison[] = [];
  for (const comparison of await compareWithStore(store, there, maxBytes, dryRun)) {
    if (comparison.known === undefined) fresh.push(comparison);
    else report(comparison.known);
  }
  return fresh;
}
