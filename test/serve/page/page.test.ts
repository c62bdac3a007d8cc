import { Hono } from 'hono';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { pageRoutes } from '../../../src/serve/page/page.ts';

const FOLDER = fileURLToPath(new URL('../../../src/serve/page/browser/', import.meta.url));
const app = new Hono().route('/', pageRoutes());
const shell = await (await app.request('/')).text();
const loaded = [...shell.matchAll(/(?:href|src)="(page\/[^"]+)"/g)].map(([, path]) => `/${path}`);

test('the shell names everything by its content, and nothing that is not there', async () => {
  expect(loaded.length).toBeGreaterThan(10);
  for (const path of loaded) {
    expect(path).toMatch(/^\/page\/[0-9a-f]{16}\/[\w-]+\.(?:js|css|svg)$/);
    expect((await app.request(path)).status, path).toBe(200);
  }
});

test('every module is told of in the shell, so that none is found out about late', () => {
  const modules = readdirSync(FOLDER).filter((name) => name.endsWith('.js'));
  expect(new Set(loaded.map((path) => path.split('/').at(-1)))).toEqual(
    new Set([...modules, 'page.css', 'icon.svg']),
  );
});

test.each([
  ['/', 'text/html; charset=utf-8', 'no-cache'],
  [
    loaded.find((path) => path.endsWith('.js')) ?? '',
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ],
  [
    loaded.find((path) => path.endsWith('.css')) ?? '',
    'text/css; charset=utf-8',
    'public, max-age=31536000, immutable',
  ],
  [
    loaded.find((path) => path.endsWith('.svg')) ?? '',
    'image/svg+xml',
    'public, max-age=31536000, immutable',
  ],
])('%s: type, how long it keeps, and a policy without any exception', async (path, type, keep) => {
  const { headers } = await app.request(path);
  expect(headers.get('content-type')).toBe(type);
  expect(headers.get('cache-control')).toBe(keep);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  const policy = headers.get('content-security-policy') ?? '';
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ]) {
    expect(policy.split('; ')).toContain(part);
  }
  expect(policy).not.toMatch(/unsafe|\*|http/);
});

test('gzip only where it is asked for, with a tag of its own', async () => {
  const plain = await app.request('/');
  const packed = await app.request('/', { headers: { 'accept-encoding': 'br;q=1, gzip;q=0.8' } });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(await plain.text());
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(packed.headers.get('etag')).not.toBe(plain.headers.get('etag'));
  expect(packed.headers.get('vary')).toBe('Accept-Encoding');
  const refused = await app.request('/', { headers: { 'accept-encoding': 'gzip;q=0' } });
  expect(refused.headers.get('content-encoding')).toBeNull();
});

test('304 without a body to who has it; another tag gets it whole', async () => {
  const etag = (await app.request('/')).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  for (const condition of [etag, `"other", W/${etag}`, '*']) {
    const answer = await app.request('/', { headers: { 'if-none-match': condition } });
    expect({ status: answer.status, body: await answer.text() }, condition).toEqual({
      status: 304,
      body: '',
    });
    expect(answer.headers.get('etag')).toBe(etag);
  }
  expect((await app.request('/', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test.each([
  '/page/',
  '/page/page.ts',
  '/page/-/main.js',
  `${loaded[0]?.replace(/[^/]+$/, '')}tsconfig.json`,
  `${loaded[0]?.replace(/[^/]+$/, '')}../page.ts`,
  `${loaded[0]?.replace(/[^/]+$/, '')}..%2fpage.ts`,
])('nothing but the files of the page: %s', async (path) => {
  expect((await app.request(path)).status).toBe(404);
});

test('no script in the shell, no style in it, nothing of elsewhere, no way to make markup of text', () => {
  expect(shell).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/);
  for (const name of readdirSync(FOLDER)) {
    const text = readFileSync(FOLDER + name, 'utf8');
    expect(
      text.match(/innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML|document\.write|DOMParser|eval\(/g),
      name,
    ).toBeNull();
    expect(text.match(/["'(]https?:\/\/(?!www\.w3\.org\/2000\/svg)/g), name).toBeNull();
  }
});

test('the scripts fit their types', () => {
  const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
  expect(() => execFileSync(process.execPath, [tsc, '-p', FOLDER], { stdio: 'pipe' })).not.toThrow();
});
