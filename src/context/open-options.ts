/** What a command tells whoever opens its stores. */
export interface OpenOptions {
  readonly signal: AbortSignal;
  /** Something the user should know, for example that a model is being downloaded. */
  readonly onNotice: (text: string) => void;
  /** Name of the command, for whoever finds the stores held. */
  readonly command: string;
  /** How long to wait while another cvx holds the embedded store. */
  readonly waitMs: number;
}
