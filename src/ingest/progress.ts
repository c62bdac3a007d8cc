import type { Io } from '../lib/io.ts';
import type { FileReport, IngestPhase, IngestProgress } from './report.ts';

export type ProgressMode = 'auto' | 'plain' | 'json' | 'none';

/** How a run is followed while it goes. All of it is written to stderr. */
export interface ProgressView {
  progress(progress: IngestProgress): void;
  file(file: FileReport): void;
  /** Ends the display. `aborted` where the run did not come to its end. */
  end(aborted: boolean): Promise<void>;
}

export const PHASE_WORDS: Readonly<Record<IngestPhase, string>> = {
  discover: 'Looking for files',
  index: 'Reading CVs',
  'catch-up': 'Completing the index',
  prune: 'Forgetting files that are gone',
};

const SILENT: ProgressView = { progress: () => {}, file: () => {}, end: () => Promise.resolve() };

export interface ProgressChoice {
  readonly mode: ProgressMode;
  /** --quiet. */
  readonly quiet: boolean;
  /** --json: somebody's script reads, so no live display unless asked for. */
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** `auto` is a live display on a terminal and plain lines elsewhere. Each view is loaded only when it is used. */
export async function openProgress(
  io: Io,
  { mode, quiet, json, signal }: ProgressChoice,
): Promise<ProgressView> {
  if (mode === 'none' || (mode !== 'json' && quiet)) return SILENT;
  if (mode === 'json') return (await import('./progress-json.ts')).jsonProgress(io.stderr);
  if (mode === 'auto' && json) return SILENT;
  if (mode === 'auto' && isLive(io)) return (await import('./progress.view.tsx')).liveProgress(io, signal);
  return (await import('./progress-plain.ts')).plainProgress(io.stderr);
}

/** A build log keeps every frame, and a dumb terminal cannot redraw a line. */
function isLive({ stderr, env }: Io): boolean {
  const inCi = !['', undefined, 'false', '0'].includes(env['CI']);
  return stderr.isTTY && env['TERM'] !== 'dumb' && !inCi;
}
