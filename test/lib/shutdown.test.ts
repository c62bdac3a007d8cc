import { expect, test } from 'vitest';
import { Stopped, stopOnSignals } from '../../src/lib/shutdown.ts';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('the first %s stops the run, the second ends it at once', (signal, code) => {
  const controller = new AbortController();
  const said: string[] = [];
  const exits: number[] = [];
  const stopListening = stopOnSignals({
    controller,
    say: (text) => said.push(text),
    exit: (exit) => exits.push(exit),
  });
  try {
    process.emit(signal);
    expect({ said, exits }).toEqual({ said: ['Stopping… (press Ctrl+C again to force)'], exits: [] });
    expect(controller.signal.reason).toBeInstanceOf(Stopped);
    expect(controller.signal.reason).toHaveProperty('exit', code);
    process.emit(signal);
    expect(exits).toEqual([code]);
  } finally {
    stopListening();
  }
});
