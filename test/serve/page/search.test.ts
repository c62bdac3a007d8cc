import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  focusedId,
  focusedText,
  hasChromium,
  inChromium,
  openBrowser,
  type Opened,
  openPage,
  searchFor,
  serveCvx,
  type Served,
} from './open-page.ts';

describe.skipIf(!hasChromium)(`searching ${inChromium}`, () => {
  let served: Served;
  let browser: Browser;
  let opened: Opened;
  let page: Page;
  beforeAll(async () => {
    [served, browser] = await Promise.all([serveCvx(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  beforeEach(async () => {
    opened = await openPage(browser, served.url);
    page = opened.page;
  });
  afterEach(async () => {
    await page.context().close();
    expect(opened.trouble).toEqual([]);
  });

  const focused = (): Promise<string> => focusedText(page);
  const firstName = (): Promise<string> => page.locator('.hit .person').first().innerText();

  test('the start: how many there are, and examples that search', async () => {
    await page.getByText('3 people are searchable').waitFor();
    expect(await focusedId(page)).toBe('q');
    await page.getByRole('link', { name: 'someone who can run our payroll' }).click();
    await page.locator('.hit').first().waitFor();
    expect(await firstName()).toBe('Chiara Rossi');
    expect(new URL(page.url()).hash).toBe('#q=someone+who+can+run+our+payroll');
    await page.getByRole('link', { name: 'cvx, start page' }).click();
    await page.getByRole('heading', { name: 'Who are you looking for?' }).waitFor();
  });

  test('a result says who, where, why, and shows the passage with what matched', async () => {
    await searchFor(page, 'TS engineer');
    const hit = page.locator('.hit').first();
    expect(await hit.locator('.person').innerText()).toBe('Anna Berg');
    expect(await hit.locator('.headline').innerText()).toBe('Senior TypeScript Engineer');
    expect(await hit.locator('.facts').innerText()).toMatch(/^Berlin, Germany · [\d.]+ years$/);
    expect(await hit.locator('.why li').first().innerText()).toMatch(
      /^TypeScript: 5\.\d years, until 2024-03$/,
    );
    expect(await hit.locator('mark').allInnerTexts()).toContain('TypeScript');
    expect(await hit.locator('figcaption').innerText()).toContain('anna.txt');
    expect(await page.locator('#understood').innerText()).toBe('Read TS as TypeScript');
    expect(await page.locator('#live').innerText()).toBe('3 people, best first');
  });

  test('the mode is in the address; the address is enough to see the same again', async () => {
    await searchFor(page, 'Berlin');
    await page.getByRole('heading', { name: '3 people, best first' }).waitFor();
    await page.getByText('Words', { exact: true }).click();
    await page.getByRole('heading', { name: '2 people, best first' }).waitFor();
    expect(page.url()).toBe(`${served.url}/#q=Berlin&mode=lexical`);
    await page.reload();
    await page.getByRole('heading', { name: '2 people, best first' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Words', exact: true }).isChecked()).toBe(true);
    expect(await page.locator('#q').inputValue()).toBe('Berlin');
    await page.goBack();
    await page.getByRole('heading', { name: '3 people, best first' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Meaning and words' }).isChecked()).toBe(true);
  });

  test('nobody found is said, with what to do', async () => {
    await page.goto(`${served.url}/#q=kwyjibo&mode=lexical`);
    await page.getByRole('heading', { name: 'Nobody found' }).waitFor();
    expect(await page.locator('.empty').innerText()).toContain('Search by meaning and words');
  });

  test('an answer that comes late does not replace a newer one', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const aborted = page.waitForEvent('requestfailed');
    await page.route('**/api/search', async (route) => {
      if (route.request().postData()?.includes('accountant')) await held;
      // What was given up cannot go on.
      await route.continue().catch(() => undefined);
    });
    await page.locator('#q').fill('accountant');
    await page.keyboard.press('Enter');
    await page.locator('#hits[aria-busy]').waitFor();
    await searchFor(page, 'chef');
    expect((await aborted).failure()?.errorText).toBe('net::ERR_ABORTED');
    release();
    await page.unrouteAll({ behavior: 'wait' });
    expect(await firstName()).toBe('Bruno Keller');
    expect(await page.title()).toBe('chef – cvx');
  });

  test('a person has an address; closing leads back, with the focus where it was', async () => {
    await searchFor(page, 'TypeScript');
    const list = page.url();
    await page.getByRole('link', { name: 'Anna Berg' }).click();
    const panel = page.getByRole('dialog', { name: 'Anna Berg' });
    await panel.getByRole('heading', { name: 'Experience' }).waitFor();
    expect(page.url()).toMatch(/#q=TypeScript&person=[0-9a-f-]{36}$/);
    expect(await focused()).toBe('Anna Berg');
    expect(await panel.getByRole('link', { name: 'anna.berg@example.com' }).getAttribute('href')).toBe(
      'mailto:anna.berg%40example.com',
    );
    expect(await panel.locator('.timeline li').allInnerTexts()).toEqual([
      expect.stringMatching(/^Jan 2019 – Mar 2024\s+Senior TypeScript Engineer\s+Nordlicht GmbH$/),
      expect.stringMatching(/^Jun 2015 – Dec 2018\s+Developer\s+Muster AG$/),
    ]);
    expect(await panel.locator('.skills li').first().innerText()).toMatch(
      /TypeScript\s+5\.\d years\s+until Mar 2024/,
    );
    await panel.getByText('German (native)').waitFor();
    await panel.getByText('anna.txt').waitFor();
    const address = page.url();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await expect.poll(() => page.url()).toBe(list);
    expect(await focused()).toBe('Anna Berg');

    await page.goForward();
    await panel.waitFor();
    await page.goBack();
    await panel.waitFor({ state: 'hidden' });

    await page.goto('about:blank');
    await page.goto(address);
    await panel.getByRole('heading', { name: 'Experience' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'hidden' });
    expect(page.url()).toBe(list);
    await page.getByRole('link', { name: 'Anna Berg' }).waitFor();
  });

  test('the panel goes to the next and the previous person of the list', async () => {
    await page.goto(`${served.url}/#people`);
    await page.getByRole('heading', { name: '3 people' }).waitFor();
    await page.getByRole('link', { name: 'Anna Berg' }).click();
    const name = page.locator('#person-name');
    await page.getByText('1 of 3 shown').waitFor();
    await page.getByRole('button', { name: 'Next person' }).click();
    await expect.poll(() => name.innerText()).toBe('Bruno Keller');
    await page.keyboard.press('j');
    await expect.poll(() => name.innerText()).toBe('Chiara Rossi');
    expect(await page.getByRole('button', { name: 'Next person' }).isDisabled()).toBe(true);
    await page.keyboard.press('k');
    await expect.poll(() => name.innerText()).toBe('Bruno Keller');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Bruno Keller');
    expect(page.url()).toBe(`${served.url}/#people`);
  });

  test('by keys alone: / to the field, arrows and j, k among people, Enter opens', async () => {
    await page.goto('about:blank');
    await page.goto(`${served.url}/#q=Berlin`);
    await page.locator('.person').first().waitFor();
    await page.keyboard.press('/');
    expect(await focusedId(page)).toBe('q');
    expect(await page.locator('#q').inputValue()).toBe('Berlin');
    const names = await page.locator('.person').allInnerTexts();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe(names[0]);
    await page.keyboard.press('j');
    expect(await focused()).toBe(names[1]);
    await page.keyboard.press('k');
    expect(await focused()).toBe(names[0]);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: names[0] ?? '' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe(names[0]);
    await page.keyboard.press('ArrowUp');
    expect(await focusedId(page)).toBe('q');
    // In the field they are letters.
    await page.keyboard.press('End');
    await page.keyboard.type('/jk');
    expect(await page.locator('#q').inputValue()).toBe('Berlin/jk');
  });

  test('the status names the store and its state', async () => {
    await page.getByRole('link', { name: 'Status' }).click();
    await page.getByText('Everything works').waitFor();
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^Embedded store\s+up\s+[\d.]+ ms$/),
    ]);
    expect(await page.locator('#view-status').innerText()).toMatch(
      /cvx \d+\.\d+\.\d+ · key local, role admin/,
    );
    expect(await focused()).toBe('Status');
  });

  test('somebody who is not there any more', async () => {
    await page.goto(`${served.url}/#person=00000000-0000-4000-8000-000000000000`);
    await page.getByRole('dialog').getByRole('alert').getByText('There is nothing here.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Who are you looking for?' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
  });
});

describe.skipIf(!hasChromium)(`a long list ${inChromium}`, () => {
  const CROWD = 25;
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    const cvs = Array.from({ length: CROWD }, (_, i) => [
      `welder-${i}.txt`,
      `Welder Number${i}\nWelder\nwelder${i}@example.com\n\nExperience\n\n2015 - 2020  Welder, Yard ${i}\nPipes.\n`,
    ]);
    [served, browser] = await Promise.all([serveCvx({ cvs: Object.fromEntries(cvs) }), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test('comes page by page: the focus goes to the first new one, nobody comes twice, the panel knows them all', async () => {
    const { page, trouble } = await openPage(browser, `${served.url}/#q=welder`);
    await page.locator('.hit .person').nth(19).waitFor();
    expect(await page.locator('.hit').count()).toBe(20);
    expect(await page.locator('#more').innerText()).toContain('5 people not shown');
    await page.getByRole('button', { name: 'Show 5 more' }).click();
    await page
      .locator('.hit .person')
      .nth(CROWD - 1)
      .waitFor();
    const ids = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.hit')].map((hit) => hit.dataset.id)",
    );
    expect(new Set(ids).size).toBe(CROWD);
    expect(await page.locator('.rank').allInnerTexts()).toEqual(ids.map((_, i) => String(i + 1)));
    expect(await page.evaluate('document.activeElement.dataset.id')).toBe(ids[20]);
    expect(await page.locator('#more').innerText()).toBe('');
    await page.keyboard.press('Enter');
    await page.getByText(`21 of ${CROWD} shown`).waitFor();
    expect(trouble).toEqual([]);
  });
});
