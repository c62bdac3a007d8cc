import { isMap, isScalar, isSeq } from 'yaml';
import type { YamlLayout } from './node-text.ts';
import { asNode, type YamlNode, type YamlText } from './read-yaml.ts';
import { columnOf, isFlow, startOf } from './spans.ts';

/** How a file indents: told from its first nested mapping and its first list below a key; two spaces and indented items else. */
export function layoutOf({ text, document }: YamlText): YamlLayout {
  let unit: number | undefined;
  let indentItems: boolean | undefined;
  const look = (node: YamlNode | undefined): void => {
    if (!(isMap(node) || isSeq(node)) || isFlow(node)) return;
    for (const [index, item] of node.items.entries()) {
      if (unit !== undefined && indentItems !== undefined) return;
      const value = asNode(isMap(node) ? node.items[index]?.value : item);
      if (
        isMap(node) &&
        (isMap(value) || isSeq(value)) &&
        !isFlow(value) &&
        isScalar(node.items[index]?.key)
      ) {
        const deeper = columnOf(text, startOf(value, 0)) - columnOf(text, startOf(node, index));
        if (isSeq(value)) indentItems ??= deeper > 0;
        if (deeper > 0) unit ??= deeper;
      }
      look(value);
    }
  };
  look(asNode(document.contents));
  return { unit: unit ?? 2, indentItems: indentItems ?? true, literals: !text.includes('\r') };
}
