import type { OpenAPIHono } from '@hono/zod-openapi';
import type { HttpBindings } from '@hono/node-server';
import type { Config } from '../config/schema.ts';
import type { Context } from '../context.ts';
import type { Recorder } from './recorder.ts';
import type { Caller } from './access/caller.ts';

/** What a request carries from the gate to its route. */
export interface ServeEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Absent on routes that need no key. */
    caller: Caller;
  };
}

export type ServeApp = OpenAPIHono<ServeEnv>;

/** How loaded this process is, for metrics and health. */
export interface Load {
  /** Requests being worked on. */
  readonly running: number;
  /** Requests that wait for their turn. */
  readonly waiting: number;
}

/**
 * What every route may use. Each file of `routes/` exports `register…(app: ServeApp, deps: ServeDeps): void` (`registerHealth`,
 * `registerMetrics` …), and so does `page/page.ts` (`registerPage`, for `/` and what it loads); app.ts calls them.
 */
export interface ServeDeps {
  readonly context: Context;
  readonly config: Config;
  readonly recorder: Recorder;
  readonly version: string;
  readonly load: () => Load;
}
