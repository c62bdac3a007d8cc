import type { Edit } from '../../edits/edit.ts';
import type { Project, Service } from '../../project/project.ts';
import {
  type Command,
  type Flag,
  type FlagForm,
  flagValue,
  isShell,
  referenceIn,
  withFlag,
} from './command-words.ts';
import { addressOf, noPlace, NOTHING, type Placed, writtenAt } from './placing.ts';
import { sameValue } from './same-value.ts';
import { setReference } from './set-reference.ts';

export interface WantedFlags {
  readonly flags: readonly Flag[];
  readonly form: FlagForm;
  /** What runs where the service has no command; undefined where flags cannot be added to what the image runs. */
  readonly program: readonly string[] | undefined;
}

/**
 * Sets flags on the command line of a service, all in one edit. A flag whose value is a variable (`${REDIS_MAXMEMORY:-30mb}`)
 * stays that: the variable is set in the env file.
 */
export function placeFlags(
  project: Project,
  service: Service,
  { flags, form, program }: WantedFlags,
): Placed {
  const wanted = flags.filter(({ key, value }) => {
    const present = flagValue(service.command, key, form);
    return present === undefined || !sameValue(present, value);
  });
  if (wanted.length === 0) return NOTHING;
  const what = `${wanted.map(({ key }) => key).join(', ')} of ${service.name}`;
  const address = addressOf(service, ['command']);
  if ('why' in address) return noPlace(what, address.why);
  const present = commandAt(writtenAt(project, address.file, address.path));
  const command = present ?? program;
  if (command === undefined || (service.command.length === 0 && service.entrypoint.length > 0))
    return noPlace(
      what,
      `${service.name} has no command line in ${address.file} that flags could be added to`,
    );
  if (isShell(service.command) || isShell(service.entrypoint))
    return noPlace(what, `${service.name} runs a shell script`);
  const edits: Edit[] = [];
  let words = command;
  for (const flag of wanted) {
    const reference = referenceIn(flagValue(command, flag.key, form) ?? '');
    const edit = reference === undefined ? undefined : setReference(project, reference, flag.value);
    if (edit === undefined) words = withFlag(words, flag, form);
    else edits.push(edit);
  }
  if (words !== present) edits.push({ do: 'set-yaml', ...address, value: words });
  return { ...NOTHING, edits };
}

function commandAt(value: unknown): Command | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(String) : undefined;
}
