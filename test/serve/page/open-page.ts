import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { BIN, cleanEnv, runCvx } from '../../cli/run-cvx.ts';

const CHROMIUM = '/usr/bin/chromium';

export const hasChromium = existsSync(CHROMIUM);

/** For the titles of what needs a browser, so that a skipped one says why. */
export const inChromium = hasChromium ? 'in Chromium' : `(skipped: no ${CHROMIUM} on this machine)`;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Of this machine and made up; the second one is long enough in Berlin to be found by that, the third by meaning only. */
export const CVS: Readonly<Record<string, string>> = {
  'anna.txt': `Anna Berg
Senior TypeScript Engineer
Berlin, Germany
anna.berg@example.com
+44 20 7946 0101
https://github.com/anna-berg-example

Experience

01/2019 - 03/2024  Senior TypeScript Engineer, Nordlicht GmbH
Payment services in TypeScript and Node.js on Kubernetes.

06/2015 - 12/2018  Developer, Muster AG
Shops in JavaScript.

Education

2015  MSc Computer Science, Example University

Skills

TypeScript, Node.js, Kubernetes, PostgreSQL

Languages

German (native), English (C1)
`,
  'bruno.txt': `Bruno Keller
Chef
Berlin, Germany
bruno@example.com

Experience

02/2015 - 05/2021  Chef, Gasthof Linde
Menus, kitchen and hygiene for eighty guests.
`,
  'chiara.txt': `Chiara Rossi
Accountant
Milan, Italy
chiara@example.org

Experience

02/2012 - 05/2020  Accountant, Conti
Ledgers, payroll and annual accounts.
`,
};

export interface Served {
  readonly url: string;
  readonly home: string;
  /** As whoever pulls the plug. */
  stop(): Promise<void>;
  /** On the same port again. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly cvs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Called before it starts, with the home. */
  readonly prepare?: (env: Record<string, string>) => Promise<void>;
}

/** The built program on a free port, with a store of its own that has a few people. */
export async function serveCvx({ cvs = CVS, env: more, prepare }: ServeOptions = {}): Promise<Served> {
  const root = await mkdtemp(join(tmpdir(), 'cvx-page-'));
  const home = join(root, 'home');
  const folder = join(root, 'cvs');
  const env = { ...more, CVX_HOME: home };
  await mkdir(folder);
  for (const [name, text] of Object.entries(cvs)) await writeFile(join(folder, name), text);
  const { code, stderr } = await runCvx(['ingest', folder], { env });
  if (code !== 0) throw new Error(`cvx ingest: ${code}: ${stderr}`);
  await prepare?.(env);
  let running = await start(env, 0);
  const { url } = running;
  return {
    url,
    home,
    stop: () => running.stop(),
    start: async () => {
      running = await start(env, Number(new URL(url).port));
    },
    close: async () => {
      await running.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function start(
  env: Record<string, string>,
  port: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [BIN, 'serve', '--port', String(port)], {
    env: { ...cleanEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const url = await addressOf(child).catch((error: unknown) => {
    throw new Error(`cvx serve did not start: ${stderr}`, { cause: error });
  });
  const exited = once(child, 'exit');
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function addressOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const url = /http:\/\/\S+(?=\s)/.exec(told)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`exit ${code}`)));
  });
}

export async function openBrowser(): Promise<Browser> {
  // Playwright gives it a new, empty folder for its data.
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

export interface Opened {
  readonly page: Page;
  /** What must stay empty: errors of scripts, refused loads, dialogs that a script opened, requests to elsewhere. */
  readonly trouble: string[];
}

/** A page in a profile of its own that writes down whatever should not happen. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(`script: ${error.message}`));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // Answers that are errors are what some tests are about.
    const failed = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !failed) trouble.push(`console: ${message.text()}`);
  });
  const { origin } = new URL(url);
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) trouble.push(`elsewhere: ${request.url()}`);
  });
  await page.goto(url);
  return { page, trouble };
}

/** Types a query and waits for its answer. */
export async function searchFor(page: Page, query: string): Promise<void> {
  await page.locator('#q').fill(query);
  await page.keyboard.press('Enter');
  await page.locator('#hits:not([aria-busy]) .person').first().waitFor();
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Rules of WCAG 2.2 A and AA and of good practice that the page breaks, each with where. */
export async function violations(page: Page): Promise<string[]> {
  // A colour in the middle of a transition is no colour of the page. What waits for an answer moves for ever.
  await page.evaluate(`Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => null))).then(() => null)`);
  await page.evaluate(readFileSync(AXE, 'utf8'));
  return page.evaluate<string[]>(
    'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)))',
  );
}

/** What has the focus. */
export function focusedText(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent');
}

export function focusedId(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.id');
}
