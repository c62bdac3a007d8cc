import type { FileChange } from '../edits/apply-edits.ts';
import { shellWord } from '../lib/shell-word.ts';
import type { Plan } from '../sizing/plan.ts';

/** One thing to do or to know after writing; `run` is a command line. */
export interface Step {
  readonly says: string;
  readonly run?: string;
}

/** Services by the order in which they restart: stores first, what users reach last. */
const ORDER: readonly RegExp[] = [
  /postgres|pgbouncer/,
  /redis/,
  /qdrant/,
  /exporter|prometheus/,
  /worker/,
  /backend|api|app/,
  /nginx/,
];

export interface Written {
  readonly plan: Plan;
  /** As a person would name it from here; `.` for this folder. */
  readonly folder: string;
  /** Compose files that were named, in the same way; none: Compose finds them by itself. */
  readonly files: readonly string[];
  readonly changes: readonly Pick<FileChange, 'file' | 'before' | 'after'>[];
  /** Services whose mounted configuration changed: Compose does not see that, and would leave them running on the old one. */
  readonly restart: readonly string[];
  /** Services whose images hold a file that changed. */
  readonly build: readonly string[];
  /** True where nothing of it ran before. */
  readonly fresh: boolean;
}

/** What to do after the files are written: check, start or restart in order, what that loses, and the way back. */
export function nextSteps({ plan, folder, files, changes, restart, build, fresh }: Written): readonly Step[] {
  const undo: Step = {
    says: 'Changed your mind?',
    run: folder === '.' ? 'cvx undo' : `cvx undo --project ${folder}`,
  };
  if (plan.hosts.length > 1) return [...onSeveralHosts(plan, folder), ...losses(plan, changes, fresh), undo];
  const compose = `docker compose ${chosen(folder, files)}`;
  // What is built anew is recreated.
  const inOrder = ordered(restart.filter((name) => !build.includes(name)));
  return [
    { says: 'Let Compose read it:', run: `${compose}config -q` },
    ...(build.length === 0
      ? []
      : [{ says: 'Build the images that hold a changed file:', run: `${compose}build ${build.join(' ')}` }]),
    {
      says: fresh ? 'Start it, and wait until all are healthy:' : 'Recreate what changed:',
      run: `${compose}up -d --wait`,
    },
    ...(fresh || inOrder.length === 0
      ? []
      : [
          {
            says: 'Restart what reads a changed file, stores first:',
            run: `${compose}restart ${inOrder.join(' && ' + compose + 'restart ')}`,
          },
        ]),
    ...losses(plan, changes, fresh),
    undo,
  ];
}

/** Words that make Compose take the project from here. */
function chosen(folder: string, files: readonly string[]): string {
  if (files.length > 0) return files.map((file) => `-f ${shellWord(file)} `).join('');
  return folder === '.' ? '' : `--project-directory ${folder} `;
}

function onSeveralHosts(plan: Plan, folder: string): readonly Step[] {
  const rank = (role: string): number => ['data', 'app', 'edge'].findIndex((start) => role.startsWith(start));
  const where = folder === '.' ? '' : `${folder}/`;
  return [
    ...plan.hosts
      .toSorted((a, b) => rank(a.role) - rank(b.role))
      .map(({ name }) => ({
        says: `Copy ${where}${name} to that host, fill in the addresses of the others in its .env, and start it there:`,
        run: 'docker compose up -d --wait',
      })),
    ...(plan.tier.name === 'enterprise'
      ? [
          {
            says: 'Hosts come and go by hand here; the next step is Kubernetes, which starts containers where there is room.',
          },
        ]
      : []),
  ];
}

function ordered(services: readonly string[]): readonly string[] {
  const rank = (name: string): number => {
    const at = ORDER.findIndex((pattern) => pattern.test(name));
    return at === -1 ? ORDER.length : at;
  };
  return [...new Set(services)].toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'));
}

function losses(plan: Plan, changes: Written['changes'], fresh: boolean): readonly Step[] {
  if (fresh)
    return [
      {
        says: 'Keep .env: it holds the only copy of the passwords, and the volumes keep theirs once they are made.',
      },
    ];
  const int8 = plan.quantization === 'int8' && changes.some(({ file }) => /qdrant|\.env$/.test(file));
  return [
    {
      says: 'A restart drops requests under way and what the cache holds. Databases, vectors and queued jobs stay in their volumes; only "down -v" deletes those.',
    },
    ...(int8
      ? [{ says: 'Collections that exist keep their form until they are built anew:', run: 'cvx reindex' }]
      : []),
    ...(changes.some(({ before = '', after }) => majorIn(before) !== majorIn(after))
      ? [
          {
            says: `PostgreSQL ${plan.inputs.postgres} does not start on the data of another major version: dump before the new image starts, and restore after.`,
          },
        ]
      : []),
  ];
}

/** The major of PostgreSQL that a compose file of cvx's own runs. Of a stranger's project no image is changed. */
function majorIn(text: string): string | undefined {
  return /^ +image: postgres:(\d+)/m.exec(text)?.[1];
}
