import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from '../../lib/free-port.ts';
import {
  hasChromium,
  inChromium,
  openBrowser,
  openPage,
  searchFor,
  serveCvx,
  type Served,
} from './open-page.ts';

const NGINX = process.env['CVX_TEST_NGINX'] ?? 'nginx';
const OPTIONS = { env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` }, reject: false } as const;
const hasNginx = (await execa(NGINX, ['-v'], OPTIONS)).exitCode === 0;
if (!hasNginx) console.warn('skipped: the page behind a proxy (no nginx on PATH or in /usr/sbin)');

/** Below a path, and with the name that nginx sends where nobody has told it to pass on the browser's. */
const PREFIX = '/hr/cvs/';

function nginxConf(folder: string, port: number, upstream: string): string {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {}
http {
  access_log off;
  ${places.map((place) => `${place}_temp_path ${folder}/${place};`).join(' ')}
  server { listen 127.0.0.1:${port}; location ${PREFIX} { proxy_pass ${upstream}/; } }
}
`;
}

function runNginx(folder: string) {
  return execa(NGINX, ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], OPTIONS);
}

describe.skipIf(!hasChromium || !hasNginx)(`the page behind a proxy ${inChromium}`, () => {
  let served: Served;
  let browser: Browser;
  let folder: string;
  let url: string;
  let nginx: ReturnType<typeof runNginx>;
  beforeAll(async () => {
    [served, browser, folder] = await Promise.all([
      serveCvx(),
      openBrowser(),
      mkdtemp(join(tmpdir(), 'cvx-proxy-')),
    ]);
    const port = await freePort();
    url = `http://127.0.0.1:${port}${PREFIX}`;
    await writeFile(join(folder, 'nginx.conf'), nginxConf(folder, port, served.url));
    nginx = runNginx(folder);
    await vi.waitFor(async () => expect((await fetch(url)).status).toBe(200), { timeout: 30_000 });
  }, 120_000);
  afterAll(async () => {
    nginx.kill('SIGTERM');
    await Promise.all([browser.close(), served.close(), nginx]);
    await rm(folder, { recursive: true, force: true });
  });

  test('finds, shows, lists, adds and looks after itself, and asks for nothing above its path', async () => {
    const { page, trouble } = await openPage(browser, url);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await searchFor(page, 'TypeScript Kubernetes');
    await page.getByRole('link', { name: 'Anna Berg' }).first().click();
    await page.getByText('Nordlicht GmbH').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'People' }).click();
    await page.locator('#view-people').getByText('Chiara Rossi').waitFor();
    await page.getByRole('link', { name: 'Add CVs' }).click();
    await page.locator('#files').setInputFiles({
      name: 'dora.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(
        'Dora Novak\nGardener\ndora@example.com\n\nExperience\n\n02/2015 - 05/2021  Gardener, Park\nRoses.\n',
      ),
    });
    await page.locator('#uploads [data-state="good"]').waitFor();
    await page.getByRole('link', { name: 'Status' }).click();
    await page.getByText('Everything works').waitFor();
    expect(asked.filter((path) => !path.startsWith(PREFIX))).toEqual([]);
    expect(asked.filter((path) => path.endsWith('/api/ingest'))).toHaveLength(1);
    expect(trouble).toEqual([]);
  });
});
