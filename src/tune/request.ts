import type { PostgresMajor } from '../facts/postgres-major.ts';
import type { Quantization, Storage } from '../sizing/inputs.ts';
import type { TierName } from '../sizing/tiers.ts';

/** What is asked of the stack, as the command line gives it; everything absent is measured or a default. Times in seconds. */
export interface SizeFlags {
  readonly users?: number;
  readonly tier?: TierName;
  readonly cvs?: number;
  readonly vectorsPerCv?: number;
  readonly dimensions?: number;
  readonly growth?: number;
  readonly thinkTime?: number;
  readonly peak?: number;
  readonly slo?: number;
  readonly host?: string;
  readonly instance?: string;
  readonly hosts?: number;
  readonly storage?: Storage;
  /** GiB of one graphics card; `true`: that of the instance. */
  readonly gpu?: number | true;
  readonly postgres?: PostgresMajor;
  readonly quantization?: Quantization | 'auto';
}

/** One run of `cvx tune`. */
export interface TuneRequest {
  readonly size: SizeFlags;
  readonly prometheus: string | undefined;
  readonly prices: string | undefined;
  readonly out: string | undefined;
  readonly project: string | undefined;
  /** Compose files as given by `-f`, relative to the project's folder. */
  readonly files: readonly string[];
  /** `true`: every setting. */
  readonly explain: string | true | undefined;
  readonly whatIf: string | undefined;
  readonly cost: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
}
