import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runCvx } from '../../cli/run-cvx.ts';
import {
  focusedText,
  hasChromium,
  inChromium,
  openBrowser,
  type Opened,
  openPage,
  searchFor,
  serveCvx,
  type Served,
  violations,
} from './open-page.ts';

describe.skipIf(!hasChromium)(`when something is wrong ${inChromium}`, () => {
  let browser: Browser;
  let served: Served | undefined;
  let opened: Opened;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await page.context().close();
    await served?.close();
    served = undefined;
    expect(opened.trouble).toEqual([]);
  });

  async function open(url: string): Promise<void> {
    opened = await openPage(browser, url);
    page = opened.page;
  }

  test('the server is gone: said on every view, and it goes on once it is back', async () => {
    served = await serveCvx();
    await open(served.url);
    await searchFor(page, 'chef');
    await served.stop();
    await page.locator('#q').fill('accountant');
    await page.keyboard.press('Enter');
    const alert = page.locator('main section:not([hidden]) [role=alert]');
    await alert.getByText('The server does not answer.').waitFor();
    expect(await page.locator('.hit').count()).toBe(0);
    for (const view of ['People', 'Status']) {
      await page.getByRole('link', { name: view, exact: true }).click();
      await alert.getByText('The server does not answer.').waitFor();
    }
    await page.getByRole('link', { name: 'Add CVs' }).click();
    await page.locator('#files').setInputFiles({ name: 'a.txt', mimeType: '', buffer: Buffer.from('A') });
    await alert.getByText('The server does not answer.').waitFor();
    await served.start();
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.locator('#view-search').getByRole('button', { name: 'Try again' }).click();
    await page.locator('.hit').first().waitFor();
    expect(await page.locator('.hit .person').first().innerText()).toBe('Chiara Rossi');
    expect(await alert.count()).toBe(0);
  });

  test('a key is asked for once, a wrong one again; it stays in this tab and its role decides what is offered', async () => {
    const keys: Record<string, string> = {};
    served = await serveCvx({
      prepare: async (env) => {
        for (const role of ['read', 'admin'])
          keys[role] = (await runCvx(['serve', '--new-key', role, '--role', role], { env })).stdout.trim();
      },
    });
    await open(`${served.url}/#q=chef`);
    const dialog = page.getByRole('dialog', { name: 'This server asks for a key' });
    await dialog.getByLabel('API key').fill('cvx_wrong');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('API key').fill(keys['read'] ?? '');
    await page.keyboard.press('Enter');
    await page.locator('.hit').first().waitFor();
    expect(await dialog.isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Add CVs' }).waitFor({ state: 'hidden' });
    await page.locator('.hit .person').first().click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Files' }).waitFor();
    expect(await page.getByRole('button', { name: 'Erase this person…' }).count()).toBe(0);
    expect(
      await page.evaluate('[Object.values(sessionStorage), localStorage.length, document.cookie]'),
    ).toEqual([[keys['read']], 0, '']);
    expect(page.url()).not.toContain('cvx_');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await dialog.getByRole('button', { name: 'Not now' }).click();
    const alert = page.locator('main [role=alert]').first();
    await alert.getByText('A key is needed.').waitFor();
    await alert.getByRole('button', { name: 'Enter a key' }).click();
    await dialog.getByLabel('API key').fill(keys['admin'] ?? '');
    await page.keyboard.press('Enter');
    await page.getByText('3 people are searchable').waitFor();

    await searchFor(page, 'chef');
    await page.getByRole('link', { name: 'Bruno Keller' }).click();
    await page.getByRole('button', { name: 'Erase this person…' }).click();
    expect(await focusedText(page)).toBe('Keep');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Erase this person…' }).click();
    await page.getByRole('button', { name: 'Erase for good' }).click();
    await expect.poll(() => page.locator('#live').innerText()).toBe('Bruno Keller was erased.');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Bruno Keller' }).count()).toBe(0);
    await page.reload();
    await page.locator('.hit').first().waitFor();
    expect(await page.locator('.hit .person').allInnerTexts()).not.toContain('Bruno Keller');
  });

  test('too many requests: said with the time to wait, and nothing is sent before', async () => {
    let key = '';
    served = await serveCvx({
      env: { CVX_RATE_LIMIT: '3' },
      prepare: async (env) => {
        key = (await runCvx(['serve', '--new-key', 'reader'], { env })).stdout.trim();
      },
    });
    await open(served.url);
    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByText('3 people are searchable').waitFor();
    await searchFor(page, 'chef');
    await page.locator('#q').fill('accountant');
    await page.keyboard.press('Enter');
    const alert = page.locator('#said [role=alert]');
    await alert.getByText('Too many requests at once.').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await alert.innerText()).toMatch(/Trying again in \d+ seconds?/);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    const secondsLeft = async (): Promise<number> => Number(/in (\d+)/.exec(await alert.innerText())?.[1]);
    const before = await secondsLeft();
    await expect.poll(secondsLeft).toBeLessThan(before);
    expect(sent).toEqual([]);
  });
});
