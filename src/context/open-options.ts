/** What a command tells whoever opens its stores. */
export interface OpenOptions {
  readonly signal: AbortSignal;
  /** Something the user should know, for example that a model is being downloaded. */
  readonly onNotice: (text: string) => void;
  /** Name of the command, for whoever finds the stores held. */
  readonly command: string;
  /** How long to wait while another cvx holds the embedded store. */
  readonly waitMs: number;
  /**
   * Let other cvx commands work in the embedded store while this one holds it, over `cvx.sock` in the data home. For commands
   * that run for hours; without effect on servers, and where this command is itself the guest of another.
   */
  readonly share?: boolean;
}
