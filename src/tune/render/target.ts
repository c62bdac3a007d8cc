import type { Plan } from '../../sizing/plan.ts';
import type { SecretName } from './secrets.ts';

export interface RenderedFile {
  readonly text: string;
  /** Permission bits: 0o600 where secrets are, 0o755 where it is run. */
  readonly mode: number;
}

/** Files by path relative to the folder of the stack, with `/`. */
export type RenderedFiles = ReadonlyMap<string, RenderedFile>;

export interface RenderOptions {
  /** Made once and kept: the same secrets give the same bytes. Letters, digits, `_` and `-` only, so that no file has to quote them. */
  readonly secrets: Readonly<Record<SecretName, string>>;
  /** Addresses by which the hosts of the plan reach each other, by name of the host. One that is missing is left to be filled in. */
  readonly addresses?: ReadonlyMap<string, string>;
  /** cvx's own image; `cvx:` and its version unless told. */
  readonly image?: string;
}

/** What a plan can be written for: Compose today. A further one, such as Kubernetes, gets the same plan and gives other files. */
export interface Target {
  readonly name: string;
  /** Pure: the same plan and options give the same bytes. */
  render(plan: Plan, options: RenderOptions): RenderedFiles;
}
