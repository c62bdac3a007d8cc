import type { Session } from '../../command.ts';
import { EXIT, type ExitCode } from '../../lib/errors.ts';
import { toJson } from '../../lib/terminal-text.ts';
import type { Role } from './caller.ts';
import { addKey, keyFileOf } from './key-file.ts';

/** `cvx serve --new-key`: the key on stdout, the only time that it is seen. */
export async function printNewKey(
  { io, globals, config, say }: Session,
  name: string,
  role: Role,
): Promise<ExitCode> {
  const file = keyFileOf((await config()).config);
  const key = await addKey(file, name, role);
  if (globals.json) {
    io.stdout.write(toJson({ schema: 1, key, name, role, file }, 2));
    return EXIT.ok;
  }
  io.stdout.line(key);
  say(`Keep it: only its hash is stored, in ${file}. A server that runs already knows it in a second.`);
  return EXIT.ok;
}
