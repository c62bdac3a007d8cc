import { Refusal } from '../../edits/edit-refused.ts';
import type { Edit, YamlPath, YamlValue } from '../../edits/edit.ts';
import { tryValuesOf } from '../../edits/yaml/read-yaml.ts';
import { oncePer } from '../../lib/once-per.ts';
import type { Project, Service } from '../../project/project.ts';
import type { Plan } from '../../sizing/plan.ts';
import type { Matched } from './match-services.ts';

/** A plan and the project that it is put into. */
export interface Placing {
  readonly project: Project;
  readonly plan: Plan;
  readonly matched: Matched;
}

/** Something of the plan that stands nowhere in the project, and why. */
export interface Unplaced {
  readonly what: string;
  readonly why: string;
}

/** Where settings go: the edits, and what has no place. Nothing of both: the files say it already. */
export interface Placed {
  readonly edits: readonly Edit[];
  readonly unplaced: readonly Unplaced[];
  /** Services that must be restarted for it, beside those whose compose entry changes. */
  readonly restart: readonly string[];
}

export const NOTHING: Placed = { edits: [], unplaced: [], restart: [] };

export function joined(parts: readonly Placed[]): Placed {
  return {
    edits: parts.flatMap(({ edits }) => edits),
    unplaced: parts.flatMap(({ unplaced }) => unplaced),
    restart: [...new Set(parts.flatMap(({ restart }) => restart))],
  };
}

export function placedBy(...edits: readonly Edit[]): Placed {
  return { ...NOTHING, edits };
}

export function noPlace(what: string, why: string): Placed {
  return { ...NOTHING, unplaced: [{ what, why }] };
}

/** Settings ask for one value after another of the same few files. */
const documentsOf = oncePer<Project, Map<string, readonly YamlValue[] | Refusal>>(() => new Map());

/** The documents of a YAML file as written, before interpolation; the refusal where it is no YAML. */
export function writtenIn(project: Project, file: string): readonly YamlValue[] | Refusal {
  const known = documentsOf(project);
  const documents = known.get(file) ?? tryValuesOf(project.read(file) ?? '');
  known.set(file, documents);
  return documents;
}

/** The value at a path of such a file; undefined where there is none. An edit of what is no YAML is refused by itself. */
export function writtenAt(project: Project, file: string, path: YamlPath): unknown {
  const documents = writtenIn(project, file);
  if (documents instanceof Refusal) return undefined;
  return documents
    .map((document) => path.reduce<unknown>((value, step) => memberOf(value, step), document))
    .find((value) => value !== undefined);
}

function memberOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items[Number(step)];
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Object.entries(value).find(([key]) => key === String(step))?.[1];
  return found;
}

/** Where Compose's own value of a service is written, or why it cannot be edited there. */
export function addressOf(
  service: Service,
  path: YamlPath,
): { readonly file: string; readonly path: YamlPath } | { readonly why: string } {
  const { file, path: at, shared } = service.editOf(path);
  if (shared === true)
    return {
      why: `it is written in ${file} at ${at.join('.')}, which other services take it from too: give ${service.name} its own first`,
    };
  return { file, path: at };
}
