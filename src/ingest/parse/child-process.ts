import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CHILD_HEAP_MB, CHILD_MEMORY, LOADER_MEMORY, RECYCLE_MEMORY } from './child-memory.ts';
import type { ChildSettings } from './protocol.ts';

const IS_SOURCE = import.meta.url.endsWith('.ts');
/** Node runs TypeScript by itself from 22.18 on. */
const NEEDS_LOADER =
  IS_SOURCE && !('typescript' in process.features && process.features.typescript !== false);
const EXTRA_MEMORY = NEEDS_LOADER ? LOADER_MEMORY : 0;

/** Bytes above which a child is killed, and above which it is replaced after its file. */
export const MEMORY_CEILING = CHILD_MEMORY + EXTRA_MEMORY;
export const MEMORY_TO_RECYCLE = RECYCLE_MEMORY + EXTRA_MEMORY;

/** What a child needs of the environment to start; settings and secrets of the user are none of its business. */
const PASSED_ON = ['SystemRoot', 'TMPDIR', 'TEMP', 'TMP', 'TZ', 'NODE_V8_COVERAGE'];

/**
 * Starts a parsing process. It writes nothing to the terminal; the last lines of its stderr that a runtime wrote (never
 * text of a document) are kept in `lastWords`.
 */
export function startChild(settings: ChildSettings): { child: ChildProcess; lastWords: () => string } {
  const entry = fileURLToPath(new URL(IS_SOURCE ? 'child.ts' : 'child.js', import.meta.url));
  const heap = CHILD_HEAP_MB + EXTRA_MEMORY / 1024 / 1024;
  const child = fork(entry, [JSON.stringify(settings)], {
    execArgv: [
      `--max-old-space-size=${heap}`,
      ...(NEEDS_LOADER ? ['--import', import.meta.resolve('tsx')] : []),
    ],
    env: Object.fromEntries(
      PASSED_ON.flatMap((name) => [[name, process.env[name]]]).filter(([, value]) => value !== undefined),
    ),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let lines: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const telling = text.split('\n').filter((line) => /^FATAL ERROR|^\s+at |^[A-Z]\w*Error\b/.test(line));
    lines = [
      ...lines,
      ...telling.map((line) => line.replace(/^([A-Z]\w*Error\b).*/, '$1').slice(0, 200)),
    ].slice(-12);
  });
  return { child, lastWords: () => lines.join('\n') };
}
