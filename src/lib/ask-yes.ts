import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import type { Io } from './io.ts';

/**
 * Asks on the terminal what is answered with y or n. Anything but y or yes is a no, the end of the input (Ctrl+D) too. Ctrl+C
 * stops the run as it does elsewhere: rejects with the reason of the signal.
 */
export async function askYes(
  { stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>,
  question: string,
  signal: AbortSignal,
): Promise<boolean> {
  const prompt = createInterface({ input: stdin, output: stderr.stream });
  // The terminal sends no signal while it is read key by key, and Node would call it an error.
  prompt.on('SIGINT', () => {
    stderr.line();
    process.kill(process.pid, 'SIGINT');
  });
  const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([prompt.question(`${question} [y/N] `, { signal }), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
    stderr.line();
    return false;
  } finally {
    prompt.close();
  }
}
