import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { COMPOSE_NAMES } from '../project/compose/find.ts';
import { CvxError } from '../lib/errors.ts';

/** More than a screen shows of a hint; who has more stacks knows where they are. */
const MAX_FOLDERS = 5;

/** Exit 2, not 0: a pipeline that is pointed at the wrong folder must not pass for a healthy one. */
export async function nothingToExamine(root: string): Promise<CvxError> {
  const folders = await stacksBelow(root);
  return new CvxError('CVX_NOTHING_TO_EXAMINE', `There is nothing to examine in ${root}.`, {
    hint: folders.length > 0 ? stacksHint(folders) : GENERAL_HINT,
  });
}

const GENERAL_HINT = `Looked for compose.yaml, docker-compose.yml and their overrides here and in the folders above, and for prometheus.yml, nginx,
Redis, PostgreSQL and Qdrant configurations below.
Name the folder:      cvx doctor --project DIR
or the files:         cvx doctor -f stack.yaml -f stack.prod.yaml
or a log:             cvx doctor --logs redis=redis.log
or what runs:         cvx doctor --service redis=localhost:6379`;

function stacksHint(folders: readonly string[]): string {
  const shown = folders.slice(0, MAX_FOLDERS);
  const more = folders.length - shown.length;
  return [
    'Compose files are in folders below it:',
    ...shown.map((folder) => `  cvx doctor --project ${shellWord(folder)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
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

/** As a shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
