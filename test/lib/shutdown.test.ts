import { expect, test } from 'vitest';
import { Stopped, stopOnSignals } from '../../src/lib/shutdown.ts';

test.each([
  ['SIGINT', 130, 'Stopping… (press Ctrl+C again to force)'],
  ['SIGTERM', 143, 'Stopping…'],
] as const)('the first %s stops the run, the second ends it at once', (signal, code, word) => {
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
    expect({ said, exits }).toEqual({ said: [word], exits: [] });
    expect(controller.signal.reason).toBeInstanceOf(Stopped);
    expect(controller.signal.reason).toHaveProperty('exit', code);
    process.emit(signal);
    expect(exits).toEqual([code]);
  } finally {
    stopListening();
  }
});
