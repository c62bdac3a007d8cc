import { type Document, isSeq, parseAllDocuments } from 'yaml';
import type { YamlPath } from '../../../edits/edit.ts';
import { oncePer } from '../../../lib/once-per.ts';
import type { Project } from '../../../project/project.ts';

/**
 * What stands at a path of a YAML file before Compose puts in variables; undefined where nothing does. Of several documents in one
 * file the last that has it: Compose merges them in their order.
 */
export function writtenValue(
  project: Project,
  { file, path }: { readonly file: string; readonly path: YamlPath },
): unknown {
  const value: unknown = parsed(project, file)
    .findLast((document) => document.hasIn(path))
    ?.getIn(path);
  return value;
}

/** Checks ask for one value after another of the same few files. */
const documents = oncePer<Project, Map<string, readonly Document[]>>(() => new Map());

function parsed(project: Project, file: string): readonly Document[] {
  const known = documents(project);
  const before = known.get(file);
  if (before !== undefined) return before;
  const found = parseAllDocuments(project.read(file) ?? '', { logLevel: 'silent' });
  const list = Array.isArray(found) ? found : [];
  known.set(file, list);
  return list;
}

/** The items of a written list, as text; undefined where it is none. */
export function writtenItems(written: unknown): string[] | undefined {
  const items: unknown = isSeq(written) ? written.toJSON() : undefined;
  return Array.isArray(items) ? items.map(String) : undefined;
}

/** The text that stands there, where it is one: `redis:${REDIS_TAG:-7}`. */
export function writtenText(
  project: Project,
  address: { readonly file: string; readonly path: YamlPath },
): string | undefined {
  const value = writtenValue(project, address);
  return typeof value === 'string' ? value : undefined;
}
