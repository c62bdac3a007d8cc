import { type Document, isSeq, parseDocument } from 'yaml';
import type { YamlPath } from '../../../edits/edit.ts';
import { oncePer } from '../../../lib/once-per.ts';
import type { Project } from '../../../project/project.ts';

/** What stands at a path of a YAML file before Compose puts in variables; undefined where nothing does. */
export function writtenValue(
  project: Project,
  { file, path }: { readonly file: string; readonly path: YamlPath },
): unknown {
  const value: unknown = parsed(project, file)?.getIn(path);
  return value;
}

/** Checks ask for one value after another of the same few files. */
const documents = oncePer<Project, Map<string, Document | undefined>>(() => new Map());

function parsed(project: Project, file: string): Document | undefined {
  const known = documents(project);
  if (!known.has(file)) {
    const text = project.read(file);
    known.set(file, text === undefined ? undefined : parseDocument(text, { logLevel: 'silent' }));
  }
  return known.get(file);
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
