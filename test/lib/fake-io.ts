import { PassThrough, Writable } from 'node:stream';
import type { Io } from '../../src/lib/io.ts';
import { createSink } from '../../src/lib/io.ts';

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A stream like that of a process, which keeps what is written to it. */
export function fakeStream({ isTTY = false, columns = 80 }: Terminal = {}): {
  stream: NodeJS.WriteStream;
  text: () => string;
} {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY, columns }) as unknown as NodeJS.WriteStream,
    text: () => chunks.join(''),
  };
}

/** An Io whose output can be read. */
export function fakeIo(
  terminal: Terminal = {},
  env: Record<string, string> = {},
): { io: Io; stdout: () => string; stderr: () => string } {
  const out = fakeStream(terminal);
  const err = fakeStream(terminal);
  const io: Io = {
    stdout: createSink(
      out.stream,
      env,
      () => false,
      () => {},
    ),
    stderr: createSink(
      err.stream,
      env,
      () => false,
      () => {},
    ),
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    env,
    cwd: process.cwd(),
    exit: () => {},
  };
  return { io, stdout: out.text, stderr: err.text };
}
