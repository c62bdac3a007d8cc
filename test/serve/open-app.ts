import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { openContext, type Context } from '../../src/context.ts';
import { parseDocument } from '../../src/ingest/parse/parse-document.ts';
import { progressMeter } from '../../src/ingest/progress-meter.ts';
import { DEFAULT_READ_LIMITS } from '../../src/ingest/read/limits.ts';
import { documentSink } from '../../src/ingest/sink.ts';
import type { Recorder } from '../../src/metrics/monitor.ts';
import { createAdmission } from '../../src/serve/access/admission.ts';
import { authenticator } from '../../src/serve/access/authenticate.ts';
import type { StoredKey } from '../../src/serve/access/key-file.ts';
import { createTurns } from '../../src/serve/access/turns.ts';
import { type AppParts, buildApp } from '../../src/serve/app.ts';
import { UploadsHere } from '../../src/serve/ingest/here.ts';
import { openUploadFolder } from '../../src/serve/ingest/upload-folder.ts';
import type { Uploads } from '../../src/serve/ingest/uploads.ts';
import { openServeMonitor } from '../../src/serve/open-monitor.ts';
import type { ServeApp } from '../../src/serve/serve-app.ts';
import { sharedQueue } from '../../src/serve/shared-queue.ts';

export interface Opened {
  readonly home: string;
  readonly config: Config;
  readonly context: Context;
  readonly uploads: Uploads;
  /** A new app on the same stores. */
  build(options?: BuildOptions): Built;
  close(): Promise<void>;
}

export interface BuildOptions {
  readonly keys?: readonly StoredKey[];
  readonly hosts?: readonly string[];
  readonly parts?: Partial<AppParts>;
  readonly gate?: Partial<AppParts['gate']>;
}

export interface Built {
  readonly app: ServeApp;
  /** What was logged, one object a line. */
  readonly logged: Record<string, unknown>[];
  readonly stop: AbortController;
}

export const noRecorder: Recorder = {
  request: () => undefined,
  search: () => undefined,
  ingest: () => undefined,
  stage: () => undefined,
};

/** People of a made-up folder, by file name. */
export const CVS: Readonly<Record<string, string>> = {
  'anna.txt':
    'Anna Berg\nSenior TypeScript Engineer\nanna.berg@example.com\n\nExperience\n\nSenior TypeScript Engineer, Nordlicht\n01/2019 - 03/2022\nKubernetes, TypeScript and Node.js.\n',
  'bruno.txt':
    'Bruno Keller\nChef\nbruno@example.com\n\nExperience\n\nChef, Gasthof Linde\n02/2015 - 05/2021\nMenus, kitchen and hygiene.\n',
  'chiara.txt':
    'Chiara Rossi\nAccountant\nchiara@example.org\n\nExperience\n\nAccountant, Conti\n02/2012 - 05/2020\nLedgers and annual accounts.\n',
};

/** A real embedded store with a few people, opened as `cvx serve` opens it. */
export async function openStores(env: Record<string, string> = {}): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'cvx-serve-'));
  const home = join(folder, 'home');
  const { config } = await loadConfig({
    env: { CVX_HOME: home, XDG_CONFIG_HOME: '/nonexistent', ...env },
    cwd: folder,
  });
  const context = await openContext(config, {
    signal: new AbortController().signal,
    onNotice: () => undefined,
    command: 'serve',
    waitMs: 0,
  });
  const sink = documentSink(
    context,
    progressMeter(() => undefined),
    { dryRun: false, lingerMs: 5 },
  );
  await Promise.all(
    Object.entries(CVS).map(async ([name, text]) => {
      const path = join(folder, name);
      await writeFile(path, text);
      await sink(path, await parseDocument(path, { limits: DEFAULT_READ_LIMITS, now: '2026-11' }));
    }),
  );
  const end = new AbortController();
  const log = pino({ level: 'silent' });
  const uploadFolder = await openUploadFolder(home);
  const uploads = new UploadsHere({ context, config, recorder: noRecorder, log, folder: uploadFolder });
  const monitor = openServeMonitor({
    context,
    config,
    queue: sharedQueue(context),
    version: '0',
    load: () => ({ running: 0, waiting: 0 }),
    signal: end.signal,
  });
  return {
    home,
    config,
    context,
    uploads,
    build: (options = {}) => build({ config, context, uploads, monitor }, options),
    async close() {
      end.abort();
      await uploads.close(end.signal);
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function build(
  stores: Pick<AppParts, 'config' | 'context' | 'uploads' | 'monitor'>,
  { keys = [], hosts, parts, gate }: BuildOptions,
): Built {
  const logged: Record<string, unknown>[] = [];
  const stop = new AbortController();
  const turns = createTurns({ atOnce: 10, maxWaitMs: 1000 });
  const app = buildApp({
    ...stores,
    turns,
    version: '0.0.0-test',
    recorder: noRecorder,
    stopping: stop.signal,
    log: pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    ...parts,
    gate: {
      authenticate: authenticator(keys),
      hosts: keys.length > 0 ? undefined : (hosts ?? []),
      admission: createAdmission({ perKey: 100, total: 150 }),
      turns,
      ...gate,
    },
  });
  return { app, logged, stop };
}

/** A request whose body is JSON. */
export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
