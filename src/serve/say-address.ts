import type { Session } from '../command.ts';
import { toJson } from '../lib/terminal-text.ts';

/** The result of a command that serves: where it listens, on stdout. `path`: of the page that a person would open. */
export function sayListening({ io, globals }: Session, url: string, path = ''): void {
  if (globals.json) io.stdout.write(toJson({ schema: 1, event: 'listening', url }));
  else io.stdout.line(`Listening on ${url}${path}`);
}

/** The result of `cvx serve`. */
export function sayAddress(session: Session, url: string, isOpen: boolean): void {
  sayListening(session, url);
  if (isOpen)
    session.say(
      'Open to everybody on this machine, without a key. To ask for keys: cvx serve --new-key NAME',
    );
}
