import type { Session } from '../command.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { toJson } from '../lib/terminal-text.ts';
import { findPerson } from './find-person.ts';
import { personJson } from './person-json.ts';
import { personText } from './person-text.ts';

/** `cvx show`: one person as text, or with the place of each value as JSON. */
export async function showPerson({ io, globals, signal, open }: Session, given: string): Promise<ExitCode> {
  const { store } = await open();
  const id = await findPerson(store, given, { signal });
  const [record] = await store.get([id], { signal });
  if (record === undefined)
    throw new CvxError('CVX_ID_UNKNOWN', `There is nobody with the id ${given} any more.`);
  io.stdout.write(globals.json ? toJson(personJson(record), 2) : personText(record, io.stdout.style));
  return EXIT.ok;
}
