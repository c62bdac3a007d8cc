import { loadConfig } from '../../src/config/load.ts';
import { openContext } from '../../src/context.ts';
import { search } from '../../src/search/search.ts';

/**
 * Child of shared-store.test.ts: holds the embedded store of CVX_HOME and shares it, as `cvx serve` does. A message is a
 * query; the answer is the ids that it finds. `stop` ends it.
 */
const { config } = await loadConfig({ env: process.env, cwd: process.cwd() });
const context = await openContext(config, {
  signal: new AbortController().signal,
  command: 'serve',
  waitMs: 0,
  onNotice: () => undefined,
  share: true,
});
process.on('message', (text: string) => {
  void (async () => {
    if (text === 'stop') {
      await context.close();
      process.disconnect();
      return;
    }
    const { hits } = await search(context, { text, mode: 'hybrid', limit: 100, offset: 0 });
    process.send?.(hits.map(({ id }) => id));
  })();
});
process.send?.('serving');
