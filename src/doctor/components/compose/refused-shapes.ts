import { isMap, isSeq } from 'yaml';
import type { YamlPath } from '../../../edits/edit.ts';
import type { Place, Project } from '../../../project/project.ts';
import { writtenValue } from './written-value.ts';
import { yamlPlaces } from './yaml-places.ts';

/** What Compose knows at the top of a file, beside `x-…` (compose-spec.json). */
const TOP = new Set([
  'version',
  'name',
  'include',
  'services',
  'networks',
  'volumes',
  'secrets',
  'configs',
  'models',
]);
/** Lists whose items are `KEY=value`. */
const PAIRS = ['environment', 'labels'] as const;

/** A part of a compose file that is YAML and has a form that Compose refuses. */
export interface RefusedShape {
  readonly at: Place;
  readonly what: string;
  readonly repair: string;
}

export function refusedShapesOf(project: Project): readonly RefusedShape[] {
  return project.composeFiles.flatMap((file) => [
    ...strangersOf(project, file),
    ...mappingItems(project, file),
  ]);
}

/** Services at the top are those of the first format, which no Compose of today reads; any other word is misspelt. */
function strangersOf(project: Project, file: string): RefusedShape[] {
  const strangers = keysAt(project, file, []).filter((key) => !TOP.has(key) && !key.startsWith('x-'));
  const [first] = strangers;
  if (first === undefined) return [];
  const at = placeOf(project, file, [first]);
  const isService = (key: string): boolean =>
    keysAt(project, file, [key]).some((one) => one === 'image' || one === 'build');
  return strangers.some(isService)
    ? [
        {
          at,
          what: `"${first}" stands at the top of ${file}, as in the first format, which Compose no longer reads`,
          repair: 'Put the services under "services:", indented by two.',
        },
      ]
    : strangers.map((key) => ({
        at: placeOf(project, file, [key]),
        what: `"${key}" stands at the top of ${file}, where Compose does not know it`,
        repair: `Correct the name, put it where it belongs, or call it x-${key}.`,
      }));
}

/** `- KEY: value` is a mapping inside a list: half of one form and half of the other. */
function mappingItems(project: Project, file: string): RefusedShape[] {
  return keysAt(project, file, ['services']).flatMap((service) =>
    PAIRS.flatMap((list) => {
      const items = writtenValue(project, { file, path: ['services', service, list] });
      const i = isSeq(items) ? items.items.findIndex((item) => isMap(item)) : -1;
      if (i === -1) return [];
      const at = placeOf(project, file, ['services', service, list, i]);
      return [
        {
          at,
          what: `an item of ${list} of "${service}" is written KEY: value behind a dash`,
          repair: 'Write KEY=value behind every dash, or KEY: value without dashes.',
        },
      ];
    }),
  );
}

function keysAt(project: Project, file: string, path: YamlPath): readonly string[] {
  const value = writtenValue(project, { file, path });
  if (!isMap(value)) return [];
  return value.items.map(({ key }) => String(key)).filter((key) => key !== '<<');
}

function placeOf(project: Project, file: string, path: YamlPath): Place {
  return yamlPlaces({ file, text: project.read(file) ?? '' }).placeOf(path) ?? { file, line: 1, column: 1 };
}
