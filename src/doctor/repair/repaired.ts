import type { Diagnosed } from '../diagnose.ts';

/** What became of one finding under `--fix`. */
export interface Repaired {
  readonly id: string;
  /** `compose.yaml:4:3`, as it was before the repair. */
  readonly at: string;
  /**
   * `proved`: the finding is gone, and the service that complained is silent. `unverified`: gone from the files, and nothing that runs
   * could be asked. `rolled-back`: the proof failed, the files are as before. `refused`: the edit cannot be made; `skipped`: its class
   * was not allowed, or the user said no.
   */
  readonly outcome: 'proved' | 'unverified' | 'rolled-back' | 'refused' | 'skipped';
  readonly why: string;
  readonly files: readonly string[];
  /** What `docker compose` must be told before it takes effect; absent where it has, or nothing runs. */
  readonly restart?: readonly string[];
}

export function outcomeOf(finding: Diagnosed, outcome: Repaired['outcome'], why: string): Repaired {
  const { file, line, column } = finding.at;
  const files = outcome === 'proved' || outcome === 'unverified' ? filesOf(finding) : [];
  return { id: finding.id, at: `${file}:${line}:${column}`, outcome, why, files };
}

function filesOf({ fix }: Diagnosed): string[] {
  return [...new Set((fix?.edits ?? []).map(({ file }) => file))];
}

/** Stays the same while lines move. */
export function keyOf({ id, at, message }: Diagnosed): string {
  return `${id}\0${at.file}\0${message}`;
}
