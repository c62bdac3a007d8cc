import type { TextEdit } from '../../../../edits/edit.ts';
import type { Place, Project } from '../../../../project/project.ts';
import { type PythonFunction, type PythonSource, readPython } from './python-source.ts';

/** A FastAPI handler that returns metrics as text, bytes or a mapping: FastAPI answers with JSON. */
export interface JsonMetrics {
  readonly name: string;
  readonly at: Place;
  readonly returns: string;
  /** Makes it answer in Prometheus' format; undefined where it returns something else than `generate_latest(…)`. */
  readonly edits: readonly TextEdit[] | undefined;
}

const HANDLER = /^@\w+\.(?:get|api_route)\s*\(\s*["'][^"']*metrics["']/m;
const LATEST = /\breturn\s+(generate_latest\s*\([^()\n]*\)(?:\.decode\s*\([^()\n]*\))?)[ \t]*$/m;

export function jsonMetricsOf(project: Project, sources: readonly string[]): JsonMetrics[] {
  return sources
    .filter((file) => file.endsWith('.py'))
    .flatMap((file) => {
      const text = project.read(file);
      if (text === undefined || !/\bfastapi\b/.test(text)) return [];
      const source = readPython(file, text);
      return source.functions.flatMap((handler) => jsonMetrics(source, handler) ?? []);
    });
}

function jsonMetrics(source: PythonSource, handler: PythonFunction): JsonMetrics | undefined {
  const { code, text } = source;
  if (!HANDLER.test(handler.decorators) || /response_class\s*=/.test(handler.decorators)) return undefined;
  const body = code.slice(handler.bodyStart, handler.end);
  const latest = LATEST.exec(body);
  const [match, returned = ''] = latest ?? /\breturn\s+(\{)/.exec(body) ?? [];
  const index = match === undefined ? -1 : body.indexOf(match);
  if (match === undefined || /\bResponse\s*\(/.test(body)) return undefined;
  const start = handler.bodyStart + index + match.lastIndexOf(returned);
  const at = source.placeOf(start);
  if (latest === null) return { name: handler.name, at, returns: 'a mapping', edits: undefined };
  const returns = text.slice(start, start + returned.length);
  return { name: handler.name, at, returns, edits: responseEdits(source, handler, start, returns) };
}

/** From the end of the file to its start, so that each offset holds. */
function responseEdits(
  { file, text, code }: PythonSource,
  handler: PythonFunction,
  start: number,
  returns: string,
): TextEdit[] | undefined {
  const line = /^from prometheus_client import\b/m.exec(code);
  if (line === null || line.index > handler.start) return undefined;
  const latest = returns.replace(/\.decode\s*\([^)]*\)$/, '');
  const annotation = /->[ \t]*(str|bytes)[ \t]*(?=:$)/.exec(text.slice(handler.start, handler.bodyStart));
  const imports = [
    ...(/\bimport\b[^\n]*\bResponse\b/.test(code) ? [] : ['from fastapi import Response\n']),
    ...(/\bCONTENT_TYPE_LATEST\b/.test(code) ? [] : ['from prometheus_client import CONTENT_TYPE_LATEST\n']),
  ].join('');
  const edit = (offset: number, expect: string, wanted: string): TextEdit => ({
    do: 'replace-text',
    file,
    offset,
    expect,
    text: wanted,
  });
  return [
    edit(start, returns, `Response(${latest}, media_type=CONTENT_TYPE_LATEST)`),
    ...(annotation === null ? [] : [edit(handler.start + annotation.index, annotation[0], '-> Response')]),
    ...(imports === '' ? [] : [edit(line.index, line[0], `${imports}${line[0]}`)]),
  ];
}
