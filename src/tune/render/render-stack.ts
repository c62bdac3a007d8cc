import type { Plan } from '../../sizing/plan.ts';

/** Variables of `.env` that hold secrets: generated once, read back from there afterwards. The renderer asks for no others. */
export const SECRET_NAMES = [
  'POSTGRES_PASSWORD',
  'POSTGRES_REPLICATION_PASSWORD',
  'REDIS_PASSWORD',
  'QDRANT_API_KEY',
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];
export type Secrets = Readonly<Record<SecretName, string>>;

/** In the first line of every compose file that is rendered: tells a stack of cvx from a stranger's project. */
export const MADE_BY = '# Made by cvx tune';

export interface RenderOptions {
  /** Each stands in the `.env` of every host that uses it, as `NAME=value`. */
  readonly secrets: Secrets;
}

/** One file of the stack. `mode` in octal: 0o600 where it holds secrets. */
export interface RenderedFile {
  readonly text: string;
  readonly mode: number;
}

/**
 * The complete stack of a plan, by path relative to the folder that it is written into: with one host its files stand there
 * (`compose.yaml`, `.env`, `postgresql.conf` …), with several in one folder for each role (`edge-1/compose.yaml`).
 * Pure: the same plan and secrets give the same bytes.
 */
export function renderStack(_plan: Plan, _options: RenderOptions): ReadonlyMap<string, RenderedFile> {
  return new Map();
}
