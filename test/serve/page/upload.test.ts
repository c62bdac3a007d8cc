import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CVS,
  hasChromium,
  inChromium,
  openBrowser,
  type Opened,
  openPage,
  searchFor,
  serveCvx,
  type Served,
} from './open-page.ts';

const PDF = new URL('../../fixtures/cvs/katarina_horvat_qa.docx', import.meta.url);

/** Markup, an address that is a script, and a sign that turns the direction of writing, wherever a CV can have them. */
const IMAGE = '<img src=x onerror="window.owned=1">';
const HOSTILE = `${IMAGE}
Senior <script>window.owned=2</script> Engineer
Berlin<svg onload=window.owned=3>
hostile@example.com
javascript:window.owned=4 https://example.com/"onmouseover="window.owned=5

Experience

01/2019 - 03/2024  Engineer <b>bold</b>, Acme \u202E ${IMAGE}
Zymurgy in TypeScript ${IMAGE} <script>window.owned=6</script> </p><iframe srcdoc="<script>parent.owned=7</script>">

Skills

TypeScript, ${IMAGE}, Zymurgy
`;
/** As far as a disk allows; uploads allow more. */
const HOSTILE_FILE = '<img src=x onerror=window.owned=8>.txt';

/** Each state that the first upload goes through, until it has its outcome. */
const STATES_OF_FIRST = `new Promise((resolve) => {
  const told = [];
  const list = document.querySelector('#uploads');
  new MutationObserver(() => {
    const state = list.querySelector('li')?.dataset.state;
    if (state !== undefined && state !== told.at(-1)) told.push(state);
    if (state === 'good' || state === 'bad') resolve(told);
  }).observe(list, { subtree: true, childList: true, attributes: true });
})`;

/** What markup in a text would have made of itself. */
const MADE = `({
  elements: [...document.querySelectorAll('main, dialog')]
    .flatMap((part) => [...part.querySelectorAll('img, script, svg, iframe, style, link')])
    .map((element) => element.outerHTML),
  handlers: [...document.querySelectorAll('*')].flatMap((element) =>
    element.getAttributeNames().filter((name) => name.startsWith('on'))),
  scripts: [...document.querySelectorAll('a')].map((link) => link.protocol)
    .filter((protocol) => !['http:', 'https:', 'mailto:', 'tel:'].includes(protocol)),
})`;

describe.skipIf(!hasChromium)(`adding CVs ${inChromium}`, () => {
  let served: Served;
  let browser: Browser;
  let opened: Opened;
  let page: Page;
  beforeAll(async () => {
    [served, browser] = await Promise.all([
      serveCvx({ cvs: { ...CVS, [HOSTILE_FILE]: HOSTILE } }),
      openBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  beforeEach(async () => {
    opened = await openPage(browser, `${served.url}/#add`);
    page = opened.page;
  });
  afterEach(async () => {
    expect(await page.evaluate("'owned' in window")).toBe(false);
    await page.context().close();
    expect(opened.trouble).toEqual([]);
  });

  const states = (): Promise<string[]> =>
    page.evaluate(
      "[...document.querySelectorAll('#uploads > li')].map((item) => item.dataset.outcome ?? '')",
    );

  test('a file, from its bytes over its progress to its outcome; then it is found', async () => {
    const seen = page.evaluate<string[]>(STATES_OF_FIRST);
    await page.locator('#files').setInputFiles({
      name: 'katarina.docx',
      mimeType: 'application/octet-stream',
      buffer: await readFile(PDF),
    });
    expect(await seen).toEqual(['sending', 'reading', 'good']);
    expect(await states()).toEqual(['indexed']);
    await expect.poll(() => page.locator('#add-summary').innerText()).toBe('1 file can be found now');
    await page.locator('#uploads').getByRole('link', { name: 'Open' }).click();
    const name = page.locator('#person-name');
    await page.getByRole('dialog').getByRole('heading', { name: 'Skills' }).waitFor();
    const person = await name.innerText();
    expect(person).toMatch(/^Katar[ií]na Horvat/);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await searchFor(page, 'test automation QA');
    expect(await page.locator('.hit .person').first().innerText()).toBe(person);
    expect(await page.locator('.hit figcaption').first().innerText()).toContain('katarina.docx');
  });

  test('what cannot be read says why, beside what could', async () => {
    await page.locator('#files').setInputFiles([
      { name: 'notes.xyz', mimeType: '', buffer: Buffer.from('not a CV') },
      { name: 'broken.pdf', mimeType: '', buffer: Buffer.from('%PDF-1.7\nnothing follows') },
      { name: 'again.txt', mimeType: '', buffer: Buffer.from(CVS['anna.txt'] ?? '') },
    ]);
    await expect.poll(states, { timeout: 30_000 }).toEqual(['unsupported', 'corrupt', 'duplicate']);
    const items = page.locator('#uploads > li');
    expect(await items.nth(0).innerText()).toMatch(/Could not be read \(unsupported\): .*\.xyz/);
    expect(await items.nth(1).innerText()).toContain('Could not be read (corrupt): ');
    expect(await items.nth(2).innerText()).toContain('Was here already');
    await expect
      .poll(() => page.locator('#live').innerText())
      .toBe('1 file can be found now, 2 files could not be read');
  });

  test('files that are dropped anywhere are taken', async () => {
    await page.goto(served.url);
    const transfer = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['Dora Drop\\nBaker\\ndora@example.com\\n\\nBread.\\n'], 'dora.txt'));
      return data;
    })()`);
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
    await page.getByText('Drop CVs to add them').waitFor();
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await expect.poll(states, { timeout: 30_000 }).toEqual(['indexed']);
    expect(new URL(page.url()).hash).toBe('#add');
    expect(await page.locator('#drop').isVisible()).toBe(false);
  });

  test('markup in a CV, in its name and in the name of its file stays text', async () => {
    const spare = `${HOSTILE}\nSpare\n`.replace('hostile@', 'other@');
    await page.locator('#files').setInputFiles({
      name: '"><img src=x onerror=window.owned=9>.txt',
      mimeType: 'text/html',
      buffer: Buffer.from(spare),
    });
    await expect.poll(states, { timeout: 30_000 }).toEqual(['indexed']);
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await searchFor(page, `Zymurgy ${IMAGE}`);
    await expect.poll(() => page.title()).toBe(`Zymurgy ${IMAGE} – cvx`);
    const hits = page.locator('.hit');
    const text = await hits.first().innerText();
    expect(text).toContain('<img src=x onerror');
    const id = await hits.first().getAttribute('data-id');
    await hits.first().getByRole('link').first().click();
    const panel = page.locator('#person');
    await panel.getByRole('heading', { name: 'Files' }).waitFor();
    expect(await panel.innerText()).toContain('onerror');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.locator(`.people [data-id="${id}"]`).waitFor();
    expect(await page.evaluate(MADE)).toEqual({ elements: [], handlers: [], scripts: [] });
  });

  test('a script of the page that would make markup of text is refused by the policy', async () => {
    // As a mistake in our own scripts would; what it costs must be an error, never a person's data.
    const refused = await page.evaluate<string>(`(() => {
      try {
        document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror="window.owned=10">');
        return 'done';
      } catch (error) {
        return String(error);
      }
    })()`);
    expect(refused).toContain('TrustedHTML');
    opened.trouble.length = 0;
  });
});
