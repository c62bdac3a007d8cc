import { parseDocument } from 'yaml';
import type { YamlPath } from '../edits/edit.ts';
import type { Project } from '../project/project.ts';

/** What stands at a path of a YAML file before Compose puts in variables; undefined where nothing does. */
export function writtenValue(
  project: Project,
  { file, path }: { readonly file: string; readonly path: YamlPath },
): unknown {
  const text = project.read(file);
  if (text === undefined) return undefined;
  const value: unknown = parseDocument(text, { logLevel: 'silent' }).getIn(path);
  return value;
}

/** The text that stands there, where it is one: `redis:${REDIS_TAG:-7}`. */
export function writtenText(
  project: Project,
  address: { readonly file: string; readonly path: YamlPath },
): string | undefined {
  const value = writtenValue(project, address);
  return typeof value === 'string' ? value : undefined;
}
