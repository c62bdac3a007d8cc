import process from 'node:process';
import type { Style } from './style.ts';
import { createStyle, wantsColour } from './style.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** One output stream. The only way to write to it, so that colour, EPIPE and a live display are handled once. */
export interface Sink {
  /** For a live display only; text goes through `write`. */
  readonly stream: NodeJS.WriteStream;
  readonly isTTY: boolean;
  /** Width of the terminal, 80 where there is none. */
  readonly columns: number;
  /** True once the reader has gone (EPIPE): what is written then goes nowhere. */
  readonly broken: boolean;
  readonly style: Style;
  write(text: string): void;
  /** `write` with a newline. */
  line(text?: string): void;
  /** While a live display owns the terminal, text goes to `writer`. Returns the way back. */
  divert(writer: (text: string) => void): () => void;
  /** Resolves when all that was written has left the process, or the reader has gone. */
  flush(): Promise<void>;
}

/** The process as the commands see it. Injected, so that tests can look at what is written. */
export interface Io {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Env;
  readonly cwd: string;
  /** Ends the process at once: for the second Ctrl-C only. */
  readonly exit: (code: number) => void;
}

/** Called once, when the reader of a stream has gone (EPIPE). */
type OnBroken = () => void;

/** A sink on `stream`. `refuseColour` is asked at each use, since flags are read after the sink is made. */
export function createSink(
  stream: NodeJS.WriteStream,
  env: Env,
  refuseColour: () => boolean,
  onBroken: OnBroken,
): Sink {
  // Its type says boolean; for pipes and files it is undefined.
  const isTTY: boolean = stream.isTTY ?? false;
  let broken = false;
  let diverted: ((text: string) => void) | undefined;
  let failure: Error | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!broken) {
      broken = true;
      if (error.code !== 'EPIPE') failure = error;
      onBroken();
    }
  });
  const write = (text: string): void => {
    if (broken) return;
    if (diverted === undefined) stream.write(text);
    else diverted(text);
  };
  return {
    stream,
    isTTY,
    get columns() {
      return stream.columns > 0 ? stream.columns : 80;
    },
    get broken() {
      return broken;
    },
    get style() {
      return createStyle(wantsColour({ isTTY, env, refused: refuseColour() }));
    },
    write,
    line: (text = '') => write(`${text}\n`),
    divert: (writer) => {
      diverted = writer;
      return () => {
        diverted = undefined;
      };
    },
    flush: async () => {
      if (!broken && stream.writableLength > 0) await written(stream);
      if (failure !== undefined) throw failure;
    },
  };
}

/** An empty write calls back after all earlier ones, with the error where the reader has gone. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

/** The real process. `argv` is looked at for `--no-color` only. */
export function processIo(argv: readonly string[], onBroken: OnBroken = () => {}): Io {
  const { env } = process;
  const refuseColour = (): boolean => argv.includes('--no-color');
  return {
    stdout: createSink(process.stdout, env, refuseColour, onBroken),
    stderr: createSink(process.stderr, env, refuseColour, () => {}),
    stdin: process.stdin,
    env,
    cwd: process.cwd(),
    // oxlint-disable-next-line unicorn/no-process-exit -- the user asked twice; nothing may delay it
    exit: (code) => process.exit(code),
  };
}
