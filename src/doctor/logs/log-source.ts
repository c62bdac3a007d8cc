/** One stream of log bytes. */
export interface LogSource {
  /** As shown beside a line: the file as the user named it, `stdin`, or the command that printed it. */
  readonly name: string;
  /** The service that wrote all of it, where the user or the command says so; else each line's prefix tells. */
  readonly service: string | undefined;
  /** The bytes in pieces of any size. A piece is used before the next one is asked for: its buffer may be used again. */
  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** What could not be read; the rest was. */
export interface LogProblem {
  readonly source: string;
  readonly message: string;
}
