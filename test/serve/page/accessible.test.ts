import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasChromium,
  inChromium,
  openBrowser,
  openPage,
  searchFor,
  serveCvx,
  type Served,
  violations,
} from './open-page.ts';

/** What the page and all that it loads may weigh on the way. */
const PAGE_BYTES = 100_000;

/** From opening an address with a query to its first result on the screen. A budget to keep, not a benchmark. */
const FIRST_RESULT_MS = 1000;

/** How many requests a first result needs one after the other: shell, scripts, and the search. */
const ROUND_TRIPS = 3;

const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { colorScheme: 'light', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  'dark phone without motion': {
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    viewport: { width: 360, height: 740 },
  },
};

/** Of the page itself, without the answers of the API. */
const BYTES = `(() => {
  const loads = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(({ name }) => !name.includes('/api/'));
  const sum = (key) => loads.reduce((total, entry) => total + entry[key], 0);
  return { sent: sum('transferSize'), plain: sum('decodedBodySize') };
})()`;

const SLOWEST_OF_TRIVIAL = `(async () => {
  const times = [];
  for (let i = 0; i < 5; i += 1) {
    const from = performance.now();
    await (await fetch('/api/health/live')).json();
    times.push(performance.now() - from);
  }
  return Math.max(...times);
})()`;

const MARK_FIRST_RESULT = `addEventListener('DOMContentLoaded', () => {
  new MutationObserver(() => {
    if (document.querySelector('.hit .person') !== null) performance.mark('first-result');
  }).observe(document.querySelector('#hits'), { childList: true });
})`;

const SUM_SHIFTS = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

describe.skipIf(!hasChromium)(`for everybody ${inChromium}`, () => {
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    [served, browser] = await Promise.all([serveCvx(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test.each(Object.entries(LOOKS))(
    'no rule of accessibility is broken, nothing is cut off: %s',
    async (_, look) => {
      const { page, trouble } = await openPage(browser, served.url, look);
      const broken: Record<string, string[]> = {};
      const check = async (view: string): Promise<void> => {
        const found = await violations(page);
        const [wide = 0, room = 0] = await page.evaluate<number[]>(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        );
        if (wide > room) found.push(`scrolls sideways: ${wide} px in ${room}`);
        if (found.length > 0) broken[view] = found;
      };
      await page.getByText(/people are searchable/).waitFor();
      await check('start');
      await searchFor(page, 'senior TS dev in Berlin');
      await check('results');
      await page.locator('.hit .person').first().click();
      await page.getByRole('button', { name: 'Erase this person…' }).click();
      await check('person');
      await page.keyboard.press('Escape');
      await page.goto(`${served.url}/#q=kwyjibo&mode=lexical`);
      await page.getByRole('heading', { name: 'Nobody found' }).waitFor();
      await check('nobody');
      await page.goto(`${served.url}/#person=nobody`);
      await page.getByRole('dialog').getByRole('alert').waitFor();
      await check('error');
      await page.goto(`${served.url}/#people`);
      await page.locator('.people a').first().waitFor();
      await check('people');
      await page.goto(`${served.url}/#status`);
      await page.getByText('Everything works').waitFor();
      await check('status');
      await page.goto(`${served.url}/#add`);
      await page.locator('#files').setInputFiles([
        { name: 'notes.xyz', mimeType: '', buffer: Buffer.from('not a CV') },
        { name: 'eve.txt', mimeType: '', buffer: Buffer.from('Eve Added\nBaker\neve@example.com\n') },
      ]);
      await page.locator('#uploads > :is([data-state=good], [data-state=fair])').waitFor();
      await page.locator('#uploads > [data-state=bad]').waitFor();
      await check('add');
      await page.context().close();
      expect(broken).toEqual({});
      expect(trouble).toEqual([]);
    },
    120_000,
  );

  test('light enough, and soon enough at the first result', async () => {
    const { page } = await openPage(browser, `${served.url}/#q=chef`);
    await page.locator('.hit').first().waitFor();
    const bytes = await page.evaluate<{ sent: number; plain: number }>(BYTES);
    // More than nothing: a page that is not measured must not pass.
    expect(bytes.plain).toBeGreaterThan(20_000);
    expect(bytes.sent).toBeLessThan(bytes.plain);
    expect(bytes.plain).toBeLessThan(PAGE_BYTES);
    // What this machine takes for the smallest answer is not the page's doing, however busy it is.
    const trivial = await page.evaluate<number>(SLOWEST_OF_TRIVIAL);
    const { page: second } = await openPage(browser, 'about:blank');
    await second.addInitScript(MARK_FIRST_RESULT);
    await second.goto(`${served.url}/#q=chef`);
    await second.locator('.hit').first().waitFor();
    const soon = await second.evaluate<number>("performance.getEntriesByName('first-result')[0].startTime");
    expect(soon).toBeGreaterThan(0);
    expect(soon).toBeLessThan(FIRST_RESULT_MS + ROUND_TRIPS * trivial);
  });

  test('what was there stays where it is while results arrive', async () => {
    const { page } = await openPage(browser, 'about:blank');
    await page.addInitScript(SUM_SHIFTS);
    await page.goto(served.url);
    await page.getByText(/people are searchable/).waitFor();
    await page.goto(`${served.url}/#q=chef`);
    await page.locator('.hit').first().waitFor();
    const shift = await page.evaluate<number>('window.shifted');
    // Where "good" ends: https://web.dev/articles/cls
    expect(shift).toBeLessThan(0.1);
  });
});
