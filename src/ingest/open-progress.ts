import type { Io } from '../lib/io.ts';
import type { ProgressMode, ProgressView } from './progress.ts';

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
