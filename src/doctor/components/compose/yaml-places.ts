import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { YamlPath } from '../../../edits/edit.ts';
import type { ConfigFile, Place } from '../../../project/project.ts';

/** A YAML configuration file as plain data, each part with its place. */
export interface YamlPlaces {
  readonly file: string;
  /** Undefined where the text is no YAML. */
  readonly root: unknown;
  /** First line of what the parser does not understand. */
  readonly error: { readonly message: string; readonly at: Place } | undefined;
  valueAt(path: YamlPath): unknown;
  /** Of the value, or of the key where the value is a collection. */
  placeOf(path: YamlPath): Place | undefined;
  /** The text of a scalar as it stands in the file, with its quotes, without the `|` or `>` of a block; undefined for anything else. */
  writtenAt(path: YamlPath): { readonly offset: number; readonly text: string } | undefined;
}

export function yamlPlaces({ file, text }: Pick<ConfigFile, 'file' | 'text'>): YamlPlaces {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [error] = document.errors;
  return {
    file,
    root: error === undefined ? document.toJS() : undefined,
    error: error && { message: error.message.split('\n')[0] ?? error.code, at: place(error.pos[0]) },
    valueAt: (path) => {
      const node: unknown = document.getIn(path);
      return isMap(node) || isSeq(node) ? node.toJSON() : node;
    },
    placeOf: (path) => {
      const offset = offsetOf(document.contents, path);
      return offset === undefined ? undefined : place(offset);
    },
    writtenAt: (path) => {
      const node: unknown = document.getIn(path, true);
      if (!isScalar(node) || !node.range) return undefined;
      const [start, end] = node.range;
      const offset = node.type?.startsWith('BLOCK') === true ? text.indexOf('\n', start) + 1 : start;
      return { offset, text: text.slice(offset, end) };
    },
  };
}

function offsetOf(top: unknown, path: YamlPath): number | undefined {
  let node: unknown = top;
  let key: Node | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      if (pair === undefined) return undefined;
      key = isScalar(pair.key) ? pair.key : undefined;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      key = undefined;
      node = node.items[step];
    } else return undefined;
  }
  const at = isScalar(node) && node.range ? node : (key ?? node);
  return isScalar(at) || isMap(at) || isSeq(at) ? at.range?.[0] : undefined;
}
