import path from 'node:path';
import type { YamlPath } from '../../edits/edit.ts';
import type { Folder } from '../folder.ts';
import { isWithin } from '../folder.ts';
import type { Mount } from '../project.ts';
import { childOf, placeOfOrigin, textOf, type Tree } from './tree.ts';

interface Described {
  readonly kind: Mount['kind'];
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What an item of `volumes` or `tmpfs` mounts; undefined where Compose would refuse it. */
export function readMount(item: Tree, at: YamlPath, folder: Folder, home: string): Mount | undefined {
  const described =
    at[0] === 'tmpfs' ? tmpfs(item) : item.kind === 'map' ? longForm(item) : shortForm(textOf(item) ?? '');
  if (described === undefined || described.target === '') return undefined;
  const source =
    described.kind === 'bind' ? hostPath(described.source, item, folder, home) : described.source;
  return {
    ...described,
    source,
    onDisk: described.kind === 'bind' ? folder.onDisk(folder.pathOf(source)) : undefined,
    target: targetOf(described.target),
    at: placeOfOrigin(item.at),
    path: at,
  };
}

/** As Compose prints it: one path for a folder, with a slash behind it or without. */
function targetOf(written: string): string {
  return path.posix.normalize(written).replace(/(?<=.)\/$/, '');
}

function tmpfs(item: Tree): Described {
  return { kind: 'tmpfs', source: '', target: (textOf(item) ?? '').split(':')[0] ?? '', readOnly: false };
}

function longForm(item: Tree): Described {
  const readOnly = childOf(item, 'read_only');
  const type = textOf(childOf(item, 'type'));
  return {
    kind: type === 'bind' || type === 'tmpfs' ? type : 'volume',
    source: textOf(childOf(item, 'source')) ?? '',
    target: textOf(childOf(item, 'target')) ?? '',
    readOnly: readOnly?.kind === 'scalar' && String(readOnly.value) === 'true',
  };
}

/** `[source:]target[:options]`, with `C:` of Windows kept together (compose-go 2.9 format/volume.go). */
export function shortForm(text: string): Described | undefined {
  const [first = '', ...rest] = text.split(/(?<!^[a-z]|:[a-z]):/i);
  if (rest.length === 0) return { kind: 'volume', source: '', target: first, readOnly: false };
  const [target = '', options = ''] = rest;
  if (rest.length > 2 || first === '' || target === '') return undefined;
  const kind = /^(?:[./~]|\\\\|[a-z]:)/i.test(first) ? 'bind' : 'volume';
  return { kind, source: first, target, readOnly: options.split(',').includes('ro') };
}

function hostPath(source: string, item: Tree, folder: Folder, home: string): string {
  const expanded = source === '~' || source.startsWith('~/') ? path.join(home, source.slice(1)) : source;
  const absolute = path.resolve(item.at.source.base, expanded);
  return isWithin(folder.root, absolute) ? folder.nameOf(absolute) : absolute;
}
