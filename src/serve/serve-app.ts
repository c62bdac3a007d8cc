import type { OpenAPIHono } from '@hono/zod-openapi';
import type { HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import type { Context } from '../context.ts';
import type { Recorder } from '../metrics/monitor.ts';
import type { Caller } from './access/caller.ts';
import type { Turns } from './access/turns.ts';

/** What a request carries from the gate to its route. */
export interface ServeEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Absent on routes that need no key. */
    caller: Caller | undefined;
  };
}

export type ServeApp = OpenAPIHono<ServeEnv>;

/**
 * What every route may use. Each file of `routes/` exports `register…(app: ServeApp, deps: ServeDeps): void` (`registerHealth`,
 * `registerMetrics` …), and so does `page/page.ts` (`registerPage`, for `/` and what it loads); app.ts calls them.
 */
export interface ServeDeps {
  readonly context: Context;
  readonly config: Config;
  readonly recorder: Recorder;
  readonly version: string;
  readonly log: Logger;
  /** Whatever works on people takes a turn, so that overload ends in refusals and not in slowness. */
  readonly turns: Turns;
  /** Aborts when the server stops: whatever streams ends its answer then. */
  readonly stopping: AbortSignal;
}
