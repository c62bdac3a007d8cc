import type { TextEdit } from '../../../../edits/edit.ts';
import { buildersOf, type ClientPerCall } from './client-per-call.ts';
import { type PythonFunction, type PythonSource, readPython } from './python-source.ts';

/** A piece of the text and what stands there instead. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits that give a module one AsyncQdrantClient for the whole process, with a bounded pool: for the shape in which such modules
 * are written (one import, one function that makes a client, one that keeps or makes it, users that are coroutines). Undefined
 * for any other shape: what is not understood is not rewritten.
 * `httpx.Limits` is what qdrant-client hands to httpx (async_qdrant_remote.py, `limits`; run with 1.15.1 against Qdrant 1.18.3).
 */
export function pooledClientPatch({ source, getter }: ClientPerCall): readonly TextEdit[] | undefined {
  const { code, text, file } = source;
  const kept = /\bglobal[ \t]+(\w+)[ \t]*$/m.exec(code.slice(getter.bodyStart, getter.end))?.[1];
  const [builder, ...others] = buildersOf(source);
  if (kept === undefined || builder === undefined || others.length > 0 || getter.isAsync) return undefined;
  if (!new RegExp(`^${kept}(?:[ \\t]*:[^=\\n]+)?[ \\t]*=[ \\t]*None[ \\t]*$`, 'm').test(code))
    return undefined;
  const parts = [
    importSplices(source),
    builderSplices(source, builder),
    [getterSplice(source, getter, builder, kept)],
    useSplices(source, getter),
  ];
  if (parts.includes(undefined)) return undefined;
  const splices = parts.flatMap((part) => part ?? []).toSorted((a, b) => b.start - a.start);
  const patched = splices.reduce(
    (left, one) => left.slice(0, one.start) + one.text + left.slice(one.end),
    text,
  );
  // A name that is left over would be undefined.
  if (/\bQdrantClient\b/.test(readPython(file, patched).code)) return undefined;
  return splices.map(({ start, end, text: wanted }) => ({
    do: 'replace-text',
    file,
    offset: start,
    expect: text.slice(start, end),
    text: wanted,
  }));
}

function importSplices({ code, text }: PythonSource): Splice[] | undefined {
  const line = /^from qdrant_client import QdrantClient[ \t]*$/m.exec(code);
  if (line === null) return undefined;
  const added = ['httpx', 'os'].flatMap((name) =>
    new RegExp(`^import ${name}[ \\t]*$`, 'm').test(code) ? [] : [`import ${name}\n`],
  );
  const wanted = `${added.join('')}from qdrant_client import AsyncQdrantClient`;
  return [
    { start: line.index, end: line.index + line[0].trimEnd().length, text: wanted },
    ...unusedImport(code, text, 'asyncio'),
  ];
}

/** `import asyncio` goes where the loop test was all that it was for. */
function unusedImport(code: string, text: string, name: string): Splice[] {
  const line = new RegExp(`^import ${name}[ \\t]*\\r?\\n`, 'm').exec(text);
  const uses = [...code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))];
  const only = uses.every(({ 1: member }) => member === 'get_running_loop' || member === 'get_event_loop');
  return line !== null && only ? [{ start: line.index, end: line.index + line[0].length, text: '' }] : [];
}

function builderSplices(
  { code, text }: PythonSource,
  { start, bodyStart, end }: PythonFunction,
): Splice[] | undefined {
  const call = /\bQdrantClient(\s*\()/.exec(code.slice(bodyStart, end));
  if (call === null) return undefined;
  const at = bodyStart + call.index;
  const open = at + call[0].length - 1;
  const close = closingOf(code, open);
  if (close === undefined) return undefined;
  const given = code.slice(open + 1, close);
  const settings = [
    ...(/\btimeout\s*=/.test(given) ? [] : ['timeout=int(os.getenv("QDRANT_TIMEOUT", "30"))']),
    ...(/\b(?:limits|pool_size)\s*=/.test(given)
      ? []
      : ['limits=httpx.Limits(max_connections=int(os.getenv("QDRANT_POOL_SIZE", "10")))']),
  ];
  const last = open + 1 + given.trimEnd().length;
  const indent = /\n([ \t]+)\S[^\n]*$/.exec(text.slice(open, last))?.[1];
  const comma = given.trim() === '' || given.trimEnd().endsWith(',') ? '' : ',';
  const between = indent === undefined ? (given.trim() === '' ? '' : ' ') : `\n${indent}`;
  const added = settings.map(
    (one, i) => `${i === 0 ? comma : ','}${i === 0 || indent !== undefined ? between : ' '}${one}`,
  );
  return [
    ...annotation(code, start, bodyStart),
    { start: at, end: at, text: 'Async' },
    ...(added.length === 0
      ? []
      : [{ start: last, end: last, text: added.join('') + (indent === undefined ? '' : ',') }]),
  ];
}

function annotation(code: string, start: number, bodyStart: number): Splice[] {
  const found = /->[ \t]*(QdrantClient)\b/.exec(code.slice(start, bodyStart));
  if (found === null) return [];
  const at = start + found.index + found[0].length - 'QdrantClient'.length;
  return [{ start: at, end: at, text: 'Async' }];
}

function getterSplice(
  source: PythonSource,
  getter: PythonFunction,
  builder: PythonFunction,
  kept: string,
): Splice {
  const { code, text } = source;
  const body = text.slice(getter.bodyStart, getter.end);
  const end = getter.bodyStart + body.trimEnd().length;
  const indent = /\n([ \t]+)\S/.exec(body)?.[1] ?? '    ';
  const header = text
    .slice(getter.start, getter.bodyStart)
    .replace(/(->[ \t]*)QdrantClient\b/, '$1AsyncQdrantClient');
  const deeper = indent + indent.slice(0, indent.startsWith('\t') ? 1 : 4);
  const call = /\(\s*\)/.test(code.slice(builder.start, builder.bodyStart)) ? `${builder.name}()` : '';
  const lines = [
    header,
    `${indent}"""The client of this process: made once, its connections are pooled and kept."""`,
    `${indent}global ${kept}`,
    `${indent}if ${kept} is None:`,
    `${deeper}${kept} = ${call}`,
    `${indent}return ${kept}`,
  ];
  return { start: getter.start, end, text: lines.join('\n') };
}

/** Every use of the getter is `name = getter()` in a coroutine, and all that is done with the name are calls. */
function useSplices(source: PythonSource, getter: PythonFunction): Splice[] | undefined {
  const { code, functions } = source;
  const uses = [...code.matchAll(new RegExp(`\\b${getter.name}\\b`, 'g'))].filter(
    ({ index }) => index < getter.start || index >= getter.end,
  );
  const users = functions.filter(({ bodyStart, end }) =>
    uses.some(({ index }) => index >= bodyStart && index < end),
  );
  if (users.some(({ isAsync }) => !isAsync)) return undefined;
  const splices = users.flatMap(({ bodyStart, end }) => {
    const body = code.slice(bodyStart, end);
    const name = new RegExp(`^[ \\t]+(\\w+)[ \\t]*=[ \\t]*${getter.name}\\(\\)[ \\t]*$`, 'm').exec(body)?.[1];
    return name === undefined ? [undefined] : awaited(code, bodyStart, body, name);
  });
  const placed = uses.every(({ index }) =>
    users.some(({ bodyStart, end }) => index >= bodyStart && index < end),
  );
  return placed && !splices.includes(undefined) ? splices.flatMap((one) => one ?? []) : undefined;
}

/** `client.f(…)` becomes `await client.f(…)`, in brackets where something is taken of what it returns. */
function awaited(code: string, bodyStart: number, body: string, name: string): (Splice | undefined)[] {
  return [...body.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)(\\.\\w+\\()?`, 'g'))]
    .filter(({ index }) => !new RegExp(`^${name}[ \\t]*=[^=]`).test(body.slice(index)))
    .flatMap(({ 0: found, 1: call, index }) => {
      const start = bodyStart + index;
      const close = call === undefined ? undefined : closingOf(code, start + found.length - 1);
      if (close === undefined || /\bawait\s+$/.test(code.slice(0, start))) return [undefined];
      const more = /^\s*[.[]/.test(code.slice(close + 1));
      return more
        ? [
            { start, end: start, text: '(await ' },
            { start: close + 1, end: close + 1, text: ')' },
          ]
        : [{ start, end: start, text: 'await ' }];
    });
}

function closingOf(code: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if ('([{'.includes(code[at] ?? '')) depth += 1;
    else if (')]}'.includes(code[at] ?? '')) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
