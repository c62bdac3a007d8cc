import { applyEdits, type FileChange } from '../../edits/apply-edits.ts';
import type { Edit } from '../../edits/edit.ts';
import { bindSources } from '../../project/bind-sources.ts';
import type { Project } from '../../project/project.ts';
import type { Plan } from '../../sizing/plan.ts';
import { shown } from '../../sizing/quantity.ts';
import { matchServices, type Matched } from './match-services.ts';
import { placeLimits } from './place-limits.ts';
import { placeNginx } from './place-nginx.ts';
import { placePostgres, placePrometheus, placeQdrant, placeRedis } from './place-stores.ts';
import { placeVariables } from './place-variables.ts';
import { joined, type Placed, type Unplaced } from './placing.ts';
import { distinct } from '../../lib/distinct.ts';

/** A plan in the files of a project. */
export interface Merged {
  /** Those that can be made and change something, in order. */
  readonly edits: readonly Edit[];
  readonly changes: readonly FileChange[];
  readonly unmapped: readonly Unplaced[];
  readonly notes: readonly string[];
  readonly restart: readonly string[];
  /** Services whose images hold a file that changes. */
  readonly build: readonly string[];
  readonly inPlace: ReadonlySet<string>;
  readonly fresh: false;
}

/** What a project's files must say for a plan, as edits. Their service names, comments and further variables stay. Pure. */
export function editsFor(project: Project, plan: Plan): Placed {
  const placing = { project, plan, matched: matchServices(project) };
  const placed = joined([
    placeVariables(placing),
    placeLimits(placing),
    placePostgres(placing),
    placeRedis(placing),
    placeQdrant(placing),
    placeNginx(placing),
    placePrometheus(placing),
  ]);
  return { ...placed, edits: distinct(placed.edits) };
}

/** The same as changes of texts. An edit that cannot be made without touching more is left out, and said. */
export function mergeProject(project: Project, plan: Plan): Merged {
  const placed = editsFor(project, plan);
  const texts = new Map<string, string>();
  // One text where several names lead to one file.
  for (const { file } of placed.edits.map((edit) => byTarget(project, edit))) {
    const text = project.read(file);
    if (text !== undefined) texts.set(file, text);
  }
  const before = new Map(texts);
  const refused: Unplaced[] = [];
  const edits: Edit[] = [];
  for (const edit of placed.edits) {
    const result = applyEdits(texts, [byTarget(project, edit)]);
    for (const { file, reason } of result.refused)
      refused.push({ what: `${nameOf(edit)} in ${file}`, why: reason });
    for (const { file, after } of result.changes) texts.set(file, after);
    if (result.changes.length > 0) edits.push(edit);
  }
  const changes = [...texts].flatMap(([file, after]): readonly FileChange[] =>
    before.get(file) === after ? [] : [{ file, before: before.get(file), after }],
  );
  return {
    edits,
    changes,
    unmapped: [...placed.unplaced, ...refused, ...absent(plan, matchServices(project))],
    notes: project.problems.map(({ file, message }) => `${file}: ${message}`),
    restart: placed.restart,
    build: withBuiltIn(project, changes),
    inPlace: bindSources(project),
    fresh: false,
  };
}

function withBuiltIn(project: Project, changes: readonly FileChange[]): readonly string[] {
  const changed = new Set(changes.map(({ file }) => file));
  const holders = project.configs.filter(
    ({ file, builtIn }) => builtIn !== undefined && changed.has(project.fileOf(file)),
  );
  return [...new Set(holders.flatMap(({ service }) => service ?? []))];
}

function byTarget(project: Project, edit: Edit): Edit {
  return { ...edit, file: project.fileOf(edit.file) };
}

/** Services of the plan that the project lacks: there is room for them, and nobody made them. */
function absent({ services }: Plan, matched: Matched): readonly Unplaced[] {
  const missing = services.filter(({ name }) => !matched.has(name));
  if (missing.length === 0) return [];
  const list = missing.map(({ name, memory }) => `${name} (${shown(memory)})`).join(', ');
  return [
    {
      what: list,
      why: 'the project has no such service; the plan keeps their memory free, and cvx tune --out DIR writes a stack that has them',
    },
  ];
}

function nameOf(edit: Edit): string {
  if ('key' in edit) return edit.key;
  return 'path' in edit ? edit.path.join('.') : edit.do;
}
