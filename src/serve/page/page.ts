import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Context, Hono } from 'hono';
import { accepts } from 'hono/accepts';
import type { ServeApp } from '../serve-app.ts';

/**
 * Nothing but what this server sends may load or run, and no script may turn text into markup (`innerHTML` and its kin
 * throw in browsers that know trusted types): a CV is text that a stranger wrote.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** How index.html names the folder of what it loads: from where it lies itself, at whatever path a proxy has it. */
const ASSETS = '"page/-/';

const SHELL = 'index.html';

interface Asset {
  readonly type: string;
  readonly plain: Encoded;
  readonly gzip: Encoded;
}

interface Encoded {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

/** Puts the search page at `/` and what it loads at `/page/`. No key: the page holds no data, its requests do. */
export function registerPage(app: ServeApp): void {
  app.route('/', pageRoutes());
}

/**
 * The search page, read into memory once. What it loads lives under a folder that is named by its content, so a browser
 * keeps it for a year and never mixes two versions; the shell itself is asked for again every time (304 by its ETag).
 */
export function pageRoutes(): Hono {
  const files = readFolder(fileURLToPath(new URL('./browser/', import.meta.url)));
  const version = hashOf(...[...files].flat()).slice(0, 16);
  const folder = `page/${version}/`;
  const assets = new Map<string, Asset>();
  for (const [name, bytes] of files) {
    const body =
      name === SHELL ? Buffer.from(bytes.toString('utf8').replaceAll(ASSETS, `"${folder}`)) : bytes;
    assets.set(name === SHELL ? '/' : `/${folder}${name}`, assetOf(name, body));
  }
  const app = new Hono();
  for (const [path, asset] of assets) {
    const keep = path === '/' ? 'no-cache' : 'public, max-age=31536000, immutable';
    app.get(path, (c) => answer(c, asset, keep));
  }
  return app;
}

function readFolder(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder).filter((name) => extname(name) in TYPES);
  return new Map(names.toSorted().map((name) => [name, readFileSync(join(folder, name))]));
}

function assetOf(name: string, bytes: Buffer): Asset {
  return { type: TYPES[extname(name)] ?? '', plain: encoded(bytes), gzip: encoded(gzipSync(bytes)) };
}

function encoded(bytes: Buffer): Encoded {
  return { body: new Uint8Array(bytes), etag: `"${hashOf(bytes).slice(0, 32)}"` };
}

function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function answer(c: Context, asset: Asset, keep: string): Response {
  const encoding = accepts(c, {
    header: 'Accept-Encoding',
    supports: ['gzip', 'identity'],
    default: 'identity',
  });
  const { body, etag } = encoding === 'gzip' ? asset.gzip : asset.plain;
  c.header('ETag', etag);
  c.header('Cache-Control', keep);
  c.header('Vary', 'Accept-Encoding');
  c.header('Content-Security-Policy', POLICY);
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Content-Type-Options', 'nosniff');
  if (holds(c.req.header('If-None-Match'), etag)) return c.body(null, 304);
  c.header('Content-Type', asset.type);
  if (encoding === 'gzip') c.header('Content-Encoding', 'gzip');
  return c.body(body);
}

/** RFC 9110, 13.1.2: a list of tags, weak ones compared by what is in the quotes; or `*`. */
function holds(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false;
  const tags = new Set(condition.split(',').map((tag) => tag.trim().replace(/^W\//, '')));
  return tags.has(etag) || tags.has('*');
}
