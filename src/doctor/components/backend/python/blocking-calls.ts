import type { TextEdit } from '../../../../edits/edit.ts';
import { oncePer } from '../../../../lib/once-per.ts';
import type { Place } from '../../../../project/project.ts';
import type { PythonFunction, PythonSource } from './python-source.ts';

/** A call that holds the event loop, in a function that the loop itself runs. */
export interface BlockingCall {
  /** `psutil.cpu_percent(interval=1)`; of the others without their arguments. */
  readonly call: string;
  readonly at: Place;
  /** Undefined where it is as long as another program takes. */
  readonly seconds: number | undefined;
  /** What the loop was asked to do: `/api/metrics`; undefined for a task of its own. */
  readonly path: string | undefined;
  /** The function that it stands in, and the one that the loop calls. */
  readonly inside: string;
  readonly root: { readonly name: string; readonly at: Place };
  readonly edits: readonly TextEdit[];
}

/** Servers that run every `async def` on one loop. Flask is none: it gives each of them a loop of its own. */
const ASYNC_SERVER = /^[ \t]*(?:from|import)[ \t]+(?:fastapi|starlette|quart|sanic|litestar|aiohttp)\b/m;
const ROUTE = /^@[\w.]+\.(?:get|post|head|route|api_route)\s*\(\s*(?:path\s*=\s*)?["']([^"'\n]*)["']/m;
const MONITORED =
  /(?:^|[/_-])(?:metrics|prometheus|health|healthz|healthcheck|ready|readyz|readiness|live|livez|liveness|ping|status|stats|system)\/?$/i;
/** What starts with the server, or stands around every request. */
const OWN_TASK = /^@(?:[\w.]+\.(?:on_event|middleware)\b|(?:contextlib\.)?asynccontextmanager\b)/m;
const CACHED = /^@.*cache/im;

const CPU = /(?<![\w.])((?:\w+\.|psutil\.Process\([^()]*\)\.)*)(cpu_percent|cpu_times_percent)\s*\(/g;
/** Each by the module that has to be imported for it to be what it seems. */
const OTHERS: readonly (readonly [string, RegExp])[] = [
  ['time', /(?<![\w.])time\.sleep\s*\(/g],
  ['requests', /(?<![\w.])requests\.(?:get|post|put|patch|delete|head|request)\s*\(/g],
  ['httpx', /(?<![\w.])httpx\.(?:get|post|put|patch|delete|head|request)\s*\(/g],
  ['subprocess', /(?<![\w.])subprocess\.(?:run|call|check_call|check_output|getoutput)\s*\(/g],
  ['os', /(?<![\w.])os\.(?:system|popen)\s*\(/g],
];

interface Found {
  readonly source: PythonSource;
  readonly inside: PythonFunction;
}

/** Every such call that a route, a task at the start or a middleware comes to, in whichever of the sources. */
export function blockingCalls(sources: readonly PythonSource[]): readonly BlockingCall[] {
  // Most programs have none, and then nobody has to know who calls whom.
  if (
    !sources.some(({ code }) =>
      [CPU, ...OTHERS.map(([, pattern]) => pattern)].some((one) => code.search(one) >= 0),
    )
  )
    return [];
  const all = sources.flatMap((source) => source.functions.map((inside): Found => ({ source, inside })));
  const servers = new Set(sources.filter(({ code }) => ASYNC_SERVER.test(code)));
  const roots = all.filter(
    ({ source, inside: { isAsync, decorators } }) =>
      isAsync && servers.has(source) && (ROUTE.test(decorators) || OWN_TASK.test(decorators)),
  );
  // What is asked for most is named first.
  const monitored = roots.filter(isMonitored);
  const ordered = [...monitored, ...roots.filter((root) => !isMonitored(root))];
  const calleesOf = callGraph(all);
  const seen = new Set<string>();
  return ordered.flatMap((root) =>
    [...reachedFrom(root, calleesOf)]
      .flatMap((found) => callsIn(found, root))
      .filter(({ at }) => {
        const key = `${at.file}:${at.line}:${at.column}`;
        return !seen.has(key) && seen.add(key);
      }),
  );
}

function isMonitored({ inside }: Found): boolean {
  return MONITORED.test(ROUTE.exec(inside.decorators)?.[1] ?? '');
}

function isStart({ inside: { name, decorators } }: Found): boolean {
  return /^@[\w.]+\.on_event\b/m.test(decorators) || (OWN_TASK.test(decorators) && /lifespan/i.test(name));
}

function reachedFrom(root: Found, calleesOf: (caller: Found) => readonly Found[]): ReadonlySet<Found> {
  // While the server starts nobody waits; what it leaves running is an async def of its own.
  const first = isStart(root) ? calleesOf(root).filter(({ inside }) => inside.isAsync) : [root];
  const reached = new Set(first);
  for (const found of reached) for (const callee of calleesOf(found)) reached.add(callee);
  return reached;
}

/** Whom a function calls, by a name that only one function of all the sources has. */
function callGraph(all: readonly Found[]): (caller: Found) => readonly Found[] {
  const named = new Map<string, Found[]>();
  for (const one of all) {
    const same = named.get(one.inside.name);
    if (same === undefined) named.set(one.inside.name, [one]);
    else same.push(one);
  }
  return oncePer((caller: Found) => {
    const { bodyStart, end } = caller.inside;
    const body = caller.source.code.slice(bodyStart, end);
    return [...body.matchAll(/(?<!\bdef[ \t]+)\b(\w+)\s*\(/g)].flatMap(({ 1: name = '', index }) => {
      const [callee, ...others] = named.get(name) ?? [];
      if (callee === undefined || others.length > 0 || CACHED.test(callee.inside.decorators)) return [];
      // A method of an object that is not known has to have a name that nobody else gives.
      const isOther = body[index - 1] === '.' && !/[a-z]_[a-z]/.test(name);
      return !isOther && isOf(caller, bodyStart + index) ? [callee] : [];
    });
  });
}

/** Whether the function itself does it: not one that is defined inside it, and no lambda that is handed on. */
function isOf({ source, inside }: Found, offset: number): boolean {
  const { code, functions } = source;
  const innermost = functions.findLast(({ bodyStart, end }) => offset >= bodyStart && offset < end);
  return innermost === inside && !/\blambda\b/.test(statementBefore(code, inside.bodyStart, offset));
}

/** From the line that a statement begins on, some lines up where brackets are open, to an offset. */
function statementBefore(code: string, from: number, offset: number): string {
  const opened: number[] = [];
  for (let at = from; at < offset; at += 1) {
    const character = code[at] ?? '';
    if ('([{'.includes(character)) opened.push(at);
    else if (')]}'.includes(character)) opened.pop();
  }
  return code.slice(code.lastIndexOf('\n', opened[0] ?? offset) + 1, offset);
}

function callsIn(found: Found, root: Found): readonly BlockingCall[] {
  const { source, inside } = found;
  const { code } = source;
  const common = {
    path: ROUTE.exec(root.inside.decorators)?.[1],
    inside: inside.name,
    root: { name: root.inside.name, at: root.source.placeOf(root.inside.start) },
  };
  const within = (pattern: RegExp): RegExpExecArray[] =>
    [...code.slice(inside.bodyStart, inside.end).matchAll(pattern)].filter(
      ({ index }) =>
        isOf(found, inside.bodyStart + index) &&
        !/\bawait\s+$/.test(code.slice(Math.max(0, inside.bodyStart + index - 20), inside.bodyStart + index)),
    );
  const cpu = imports(source, 'psutil') ? within(CPU) : [];
  const others = isMonitored(root)
    ? OTHERS.flatMap(([module, pattern]) => (imports(source, module) ? within(pattern) : []))
    : [];
  return [
    ...cpu
      .flatMap((match) => cpuCall(source, inside.bodyStart, match) ?? [])
      .map((one) => ({ ...one, ...common })),
    ...others.map(({ 0: text, index }) => ({
      call: `${text.slice(0, -1).trimEnd()}()`,
      at: source.placeOf(inside.bodyStart + index),
      seconds: undefined,
      edits: [],
      ...common,
    })),
  ];
}

function imports({ code }: PythonSource, module: string): boolean {
  return new RegExp(
    `^[ \\t]*(?:import[ \\t]+(?:\\w+,[ \\t]*)*${module}\\b(?![ \\t]+as\\b)|from[ \\t]+${module}[ \\t]+import\\b)`,
    'm',
  ).test(code);
}

function cpuCall(
  source: PythonSource,
  from: number,
  { 0: head, 1: owner = '', 2: name = '', index }: RegExpExecArray,
) {
  const { file, code, text } = source;
  const start = from + index;
  const open = start + head.length;
  const args = /^[^()]*(?=\))/.exec(code.slice(open, open + 400))?.[0] ?? '';
  const interval = /^\s*(\d*\.?\d+)(?=\s*(?:,|$))|\binterval\s*=\s*(\d*\.?\d+)(?=\s*(?:,|$))/.exec(args);
  const seconds = Number(interval?.[1] ?? interval?.[2]);
  const isOwn = owner === '' && !/\bfrom[ \t]+psutil[ \t]+import\b/.test(code);
  if (interval === null || !(seconds > 0) || isOwn) return undefined;
  // The last measurement is kept by the module, and by each Process object: a new one has none to compare with.
  const plain = owner === 'psutil.' || owner === '';
  const [written] = interval;
  const value = written.trimStart();
  const edit: TextEdit = {
    do: 'replace-text',
    file,
    offset: open + interval.index + written.length - value.length,
    expect: value,
    // No argument by its place may stand behind one by its name.
    text: /^\s*,\s*(?!\w+\s*=)\S/.test(args.slice(interval.index + written.length))
      ? 'None'
      : 'interval=None',
  };
  const given = text
    .slice(open, open + args.length)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return {
    call: `${owner}${name}(${given})`,
    at: source.placeOf(start),
    seconds,
    edits: plain ? [edit] : [],
  };
}
