import { DEFAULT_WAIT_MS, type Globals, type OpenRequest, type Session } from './command.ts';
import type { Config } from './config/schema.ts';
import type { LoadedConfig } from './config/load.ts';
import type { Context } from './context.ts';
import type { OpenOptions } from './context/open-options.ts';
import type { Probes } from './context/probes.ts';
import { inTime } from './lib/in-time.ts';
import type { Io } from './lib/io.ts';
import { neutralise } from './lib/terminal-text.ts';

/** A store that does not close within this time is left to the end of the process; every write is durable by then. */
const CLOSE_MS = 10_000;

type OpenContext = (config: Config, options: OpenOptions) => Promise<Context & { close(): Promise<void> }>;
type OpenProbes = (config: Config) => Promise<Probes & { close(): Promise<void> }>;

interface SessionParts {
  readonly io: Io;
  readonly globals: Globals;
  readonly stop: AbortSignal;
  readonly command: string;
  /** Loads the module that opens stores; called only when a command asks for them. */
  readonly loadContext: () => Promise<OpenContext>;
  /** The same for what only looks at them. */
  readonly loadProbes: () => Promise<OpenProbes>;
}

/** The session of one command: configuration and stores on demand, closed by whoever made it. */
export function createSession(parts: SessionParts): Session & { close(): Promise<void> } {
  const { io, globals, stop, command } = parts;
  let loaded: Promise<LoadedConfig> | undefined;
  let opened: ReturnType<OpenContext> | undefined;
  let probing: ReturnType<OpenProbes> | undefined;

  const say = (text: string): void => {
    if (!globals.quiet && !globals.json) io.stderr.line(io.stderr.style.dim(neutralise(text)));
  };
  const config = (): Promise<LoadedConfig> => (loaded ??= readConfig(parts, say));
  const open = async ({ waitMs = DEFAULT_WAIT_MS, share = false }: OpenRequest = {}): Promise<Context> => {
    opened ??= (async () => {
      const settings = await config();
      const openContext = await parts.loadContext();
      stop.throwIfAborted();
      return openContext(settings.config, { signal: stop, onNotice: say, command, waitMs, share });
    })();
    return opened;
  };
  const probe = (): Promise<Probes> =>
    (probing ??= (async () => (await parts.loadProbes())((await config()).config))());
  const close = async (): Promise<void> => {
    await Promise.all([closeOpened(opened), closeOpened(probing)]);
  };
  return { io, globals, signal: stop, config, open, probe, say, close };
}

async function readConfig({ io, globals }: SessionParts, say: (text: string) => void): Promise<LoadedConfig> {
  const { loadConfig } = await import('./config/load.ts');
  const loaded = await loadConfig({
    env: io.env,
    cwd: io.cwd,
    ...(globals.envFile === undefined ? {} : { envFile: globals.envFile }),
    ...(globals.home === undefined ? {} : { home: globals.home }),
  });
  for (const notice of loaded.notices) say(notice);
  return loaded;
}

async function closeOpened(opened: Promise<{ close(): Promise<void> }> | undefined): Promise<void> {
  if (opened === undefined) return;
  let context;
  try {
    context = await opened;
  } catch {
    // The command already failed with this error; nothing was opened.
    return;
  }
  await inTime(context.close(), CLOSE_MS);
}
