import type { Session } from '../command.ts';
import { toJson } from '../lib/terminal-text.ts';

/** The result of `cvx serve`: where it listens, on stdout. */
export function sayAddress({ io, globals, say }: Session, url: string, isOpen: boolean): void {
  if (globals.json) io.stdout.write(toJson({ schema: 1, event: 'listening', url }));
  else io.stdout.line(`Listening on ${url}`);
  if (isOpen)
    say('Open to everybody on this machine, without a key. To ask for keys: cvx serve --new-key NAME');
}
