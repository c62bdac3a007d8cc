import type { Edit, YamlPath } from '../../../edits/edit.ts';
import { oncePer } from '../../../lib/once-per.ts';
import type { ConfigFile, Place, Project } from '../../../project/project.ts';
import { yamlPlaces } from '../compose/yaml-places.ts';

/** One rule of a rule file that a Prometheus of the project loads. */
export interface Rule {
  /** Of an alerting rule; a recording rule has `record`. */
  readonly alert: string | undefined;
  readonly record: string | undefined;
  readonly expr: string;
  /** Of the expression. */
  readonly at: Place;
  readonly path: YamlPath;
  /** The Prometheus that loads it. */
  readonly service: string;
}

/** Every rule with an expression, in the order of the files. What is no YAML has none. */
export const loadedRules = oncePer(({ configs }: Project): readonly Rule[] =>
  configs
    .filter(({ kind, service }) => kind === 'prometheus-rules' && service !== undefined)
    .flatMap(rulesOf),
);

/**
 * The edit that changes an expression in the form that it is written in; undefined where nothing is to change. `change` is given
 * the expression, and its text in the file (with the quotes and line breaks of that).
 */
export function expressionEdit(
  { configs }: Project,
  { at: { file }, path, expr }: Rule,
  change: (text: string) => string | undefined,
): Edit | undefined {
  const value = change(expr);
  const config = configs.find((one) => one.file === file);
  if (value === undefined || config === undefined) return undefined;
  const { offset, text: expect } = yamlPlaces(config).writtenAt(path) ?? { offset: 0, text: '' };
  const text = change(expect);
  if (text !== undefined && expect !== '') {
    const edited = config.text.slice(0, offset) + text + config.text.slice(offset + expect.length);
    if (yamlPlaces({ file, text: edited }).valueAt(path) === value)
      return { do: 'replace-text', file, offset, expect, text };
  }
  return { do: 'set-yaml', file, path, value };
}

function rulesOf(config: ConfigFile): readonly Rule[] {
  const yaml = yamlPlaces(config);
  const groups = yaml.valueAt(['groups']);
  if (yaml.error !== undefined || !Array.isArray(groups)) return [];
  return groups.flatMap((_, i) => {
    const rules = yaml.valueAt(['groups', i, 'rules']);
    if (!Array.isArray(rules)) return [];
    return rules.flatMap((__, j): Rule[] => {
      const text = (key: string): string | undefined => {
        const value = yaml.valueAt(['groups', i, 'rules', j, key]);
        return typeof value === 'string' ? value : undefined;
      };
      const path = ['groups', i, 'rules', j, 'expr'];
      const at = yaml.placeOf(path) ?? { file: config.file, line: 1, column: 1 };
      const expr = text('expr');
      return expr === undefined
        ? []
        : [{ alert: text('alert'), record: text('record'), expr, at, path, service: config.service ?? '' }];
    });
  });
}
