import { loadConfig } from '../../src/config/load.ts';
import { openContext } from '../../src/context.ts';
import { CvxError } from '../../src/lib/errors.ts';
import { search } from '../../src/search/search.ts';

/** What is told of one search. */
export interface Told {
  readonly ids: readonly string[];
  readonly degraded: readonly string[];
  /** Whether anybody was found by meaning. */
  readonly byMeaning: boolean;
  readonly error?: { readonly code: string; readonly exit: number; readonly message: string };
  /** All that the user was told beside answers, so far. */
  readonly notices: readonly string[];
}

/**
 * A process that keeps its stores open for hours, as `cvx serve` does, and shares the embedded one. A message is a query,
 * answered by a {@link Told}; `stop` ends it.
 */
const { config } = await loadConfig({ env: process.env, cwd: process.cwd() });
const notices: string[] = [];
const context = await openContext(config, {
  signal: new AbortController().signal,
  command: 'serve',
  waitMs: 0,
  onNotice: (text) => notices.push(text),
  share: true,
});
process.on('message', (text: string) => {
  void (text === 'stop' ? stop() : answer(text));
});
process.send?.('ready');

async function answer(text: string): Promise<void> {
  try {
    const { hits, degraded } = await search(context, { text, mode: 'hybrid', limit: 100, offset: 0 });
    const byMeaning = hits.some(({ legs }) => legs.dense !== undefined);
    tell({ ids: hits.map(({ id }) => id), degraded, byMeaning, notices });
  } catch (error) {
    // Anything else ends the process, and with it the test.
    if (!(error instanceof CvxError)) throw error;
    const { code, exit, message } = error;
    tell({ ids: [], degraded: [], byMeaning: false, error: { code, exit, message }, notices });
  }
}

function tell(told: Told): void {
  process.send?.(told);
}

async function stop(): Promise<void> {
  await context.close();
  process.disconnect();
}
