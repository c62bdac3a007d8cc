import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CvxError } from '../lib/errors.ts';
import { shellWord } from '../lib/shell-word.ts';
import { COMPOSE_NAMES, otherComposeNames } from '../project/compose/find.ts';

/** More than a screen shows of a hint; who has more stacks knows where they are. */
const MAX_SHOWN = 5;

/** Exit 2, not 0: a pipeline that is pointed at the wrong folder must not pass for a healthy one. */
export async function nothingToExamine(root: string): Promise<CvxError> {
  return new CvxError('CVX_NOTHING_TO_EXAMINE', `There is nothing to examine in ${root}.`, {
    hint: (await othersHint(root)) ?? (await stacksHint(root)) ?? GENERAL_HINT,
  });
}

const GENERAL_HINT = `Looked for compose.yaml, docker-compose.yml and their overrides here and in the folders above, and for prometheus.yml, nginx,
Redis, PostgreSQL and Qdrant configurations below.
Name the folder:      cvx doctor --project DIR
or the files:         cvx doctor -f stack.yaml -f stack.prod.yaml
or a log:             cvx doctor --logs redis=redis.log
or what runs:         cvx doctor --service redis=localhost:6379`;

async function othersHint(root: string): Promise<string | undefined> {
  const others = otherComposeNames(await readdir(root).catch(() => []));
  const commands = others.map((file) => `cvx doctor -f ${shellWord(file)}`);
  return commands.length === 0
    ? undefined
    : listed(
        'It has compose files that Compose does not take by itself; name those that make up a stack:',
        commands,
      );
}

async function stacksHint(root: string): Promise<string | undefined> {
  const commands = (await stacksBelow(root)).map((folder) => `cvx doctor --project ${shellWord(folder)}`);
  return commands.length === 0 ? undefined : listed('Compose files are in folders below it:', commands);
}

function listed(title: string, commands: readonly string[]): string {
  const shown = commands.slice(0, MAX_SHOWN);
  const more = commands.length - shown.length;
  return [title, ...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n  ');
}

/** Folders one level below that hold a file which Compose would take by itself. */
async function stacksBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .toSorted();
  const held = await Promise.all(names.map((name) => readdir(join(root, name)).catch(() => [])));
  return names.filter((_, i) => held[i]?.some((file) => COMPOSE_NAMES.includes(file)));
}
