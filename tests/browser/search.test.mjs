// The search box and the search page in use: suggestions by keyboard and touch while Hangul is composed, recent
// searches, and the sheet of filters.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { DESKTOP, Site, launch, missing, none, until, visitor } from './lib/index.mjs';
import { leads, openShop, post, press, signUp, words } from './lib/people.mjs';

/** Opens the filters, and waits until the script has made them a dialog, which moves the focus. */
const openSheet = async (page) => {
  await press(page.locator('[data-filter-sheet-open]'));
  await until('a dialog', async () => await page.locator('.filter').getAttribute('role') === 'dialog');
};

describe('search', { skip: missing, timeout: 300_000 }, () => {
  let site;
  let browser;
  let n = 0;

  const someone = async (way = {}, member = false) => {
    const one = await visitor(browser, site, way);
    if (member) {
      n += 1;
      await signUp(one.page, `찾는이${n}`, `찾는 이 ${n}`, `seeker${n}@example.kr`);
    }
    return one;
  };
  const farewell = async (one) => {
    const violations = await one.page.evaluate(() => window.violations ?? []);
    await one.close();
    none([...one.complaints, ...violations]);
  };
  const box = (page) => page.locator('form[role=search] input[name=q]').filter({ visible: true }).first();
  const options = (page) => page.locator('[role=listbox] [role=option]');
  const lines = async (page) => (await options(page).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());

  before(async () => {
    site = await Site.start();
    browser = await launch();
    const owner = await someone({ size: DESKTOP }, true);
    await openShop(owner.page, '달빛떡집', '달빛떡집', '새벽 네 시에 찌는 떡');
    const products = `/shops/${encodeURIComponent('달빛떡집')}/products`;
    for (const [title, price] of [['쑥인절미 한 되', '24000'], ['쑥인절미 선물 상자', '42000'], ['쑥개떡', '6000']])
      await post(owner.page, products, { title, price });
    await until('the index knows the goods', async () => {
      await owner.page.goto(`/search?q=${encodeURIComponent('쑥')}&tab=products`);
      return await owner.page.locator('main .product').count() === 3;
    });
    await farewell(owner);
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  test('half a word is suggested, chosen by keys, and Escape leaves what was typed', async () => {
    const one = await someone({ size: DESKTOP });
    const { page } = one;
    await page.goto('/search');
    await box(page).pressSequentially('쑥인');
    await until('suggestions', async () => (await lines(page)).includes('쑥인절미'));
    assert.equal(await box(page).getAttribute('role'), 'combobox');
    assert.equal(await box(page).getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('ArrowDown');
    const active = await box(page).getAttribute('aria-activedescendant');
    assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Escape');
    assert.equal(await options(page).count(), 0);
    assert.equal(await box(page).inputValue(), '쑥인');
    assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
    await page.keyboard.press('ArrowDown');
    await until('opened again', async () => await options(page).count() > 0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    assert.equal(new URL(page.url()).searchParams.get('q'), '쑥인절미');
    await farewell(one);
  });

  test('keys that belong to the composition of Hangul do nothing here', async () => {
    const one = await someone({ size: DESKTOP });
    const { page } = one;
    await page.goto('/search');
    await box(page).click();
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Input.imeSetComposition', { text: '쑥', selectionStart: 1, selectionEnd: 1 });
    await until('suggestions for a syllable being composed', async () => await options(page).count() > 0);
    for (const key of ['ArrowDown', 'Enter', 'Escape']) await page.keyboard.press(key);
    assert.equal(await box(page).getAttribute('aria-activedescendant'), null);
    assert.equal(new URL(page.url()).search, '');
    assert.ok(await options(page).count() > 0, 'the list stays');
    await cdp.send('Input.insertText', { text: '쑥' });
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    await farewell(one);
  });

  test('a shop is gone to straight away', async () => {
    const one = await someone();
    const { page } = one;
    await page.goto('/search');
    await box(page).pressSequentially('ㄷㅂㄸ');
    await until('the shop', async () => (await lines(page)).some((line) => line.startsWith('달빛떡집')));
    await options(page).first().click();
    await page.waitForURL((url) => decodeURIComponent(url.pathname) === '/@달빛떡집');
    await farewell(one);
  });

  test('what was typed and sent is kept for a member, what was only linked to is not', async () => {
    const one = await someone({}, true);
    const { page } = one;
    await page.goto(`/search?q=${encodeURIComponent('쑥개떡')}`);
    await page.goto('/search');
    assert.ok(!(await words(page)).includes('최근에 찾은 말'));
    await box(page).fill('쑥 인절미');
    const kept = page.waitForResponse((response) => response.url().endsWith('/search/recent') && response.ok());
    await page.keyboard.press('Enter');
    await kept;
    await page.goto('/search');
    assert.match(await words(page), /최근에 찾은 말.*쑥 인절미/);
    await box(page).click();
    await until('shown under the empty box', async () => (await lines(page)).some((line) => line.startsWith('쑥 인절미')));
    const forgotten = page.waitForResponse((response) => response.url().endsWith('/search/recent/delete') && response.ok());
    await page.locator('[role=listbox] .forget').first().click();
    await forgotten;
    await until('forgotten', async () => await options(page).count() === 0);
    await farewell(one);
  });

  test('the sheet of conditions opens and closes, with Back, with Escape, and without scripts', async () => {
    const one = await someone();
    const { page } = one;
    const address = `/search?q=${encodeURIComponent('쑥')}&tab=products`;
    await page.goto(address);
    const sheet = page.locator('.filter-sheet');
    assert.equal(await sheet.isVisible(), false);
    await openSheet(page);
    await until('open', () => sheet.isVisible());
    assert.equal(await page.locator('.filter').getAttribute('role'), 'dialog');
    await page.keyboard.press('Shift+Tab');
    assert.ok(await page.evaluate(() => document.querySelector('.filter').contains(document.activeElement)
      || document.activeElement === document.body), 'what lies behind is not reached');
    await page.goBack();
    await until('closed by Back', async () => !(await sheet.isVisible()));
    await openSheet(page);
    await until('open', () => sheet.isVisible());
    await page.keyboard.press('Escape');
    await until('closed by Escape', async () => !(await sheet.isVisible()));
    await until('back where it was opened', () => page.evaluate(() => document.activeElement.matches('[data-filter-sheet-open]')));
    await farewell(one);

    const plain = await someone({ scripts: false });
    await plain.page.goto(address);
    await plain.page.locator('[data-filter-sheet-open]').click();
    const filter = plain.page.locator('.filter-sheet');
    assert.equal(await filter.isVisible(), true);
    await filter.locator('input[name=max]').fill('25000');
    await filter.locator('form button').click();
    await plain.page.waitForURL(/max=25000/);
    assert.equal(await plain.page.locator('main .product').count(), 2);
    await plain.page.locator('.chip-remove').click();
    assert.equal(await plain.page.locator('main .product').count(), 3);
    await plain.close();
  });

  test('conditions gather in the sheet until they are asked for; Back leaves the results as they were', async () => {
    const one = await someone();
    const { page } = one;
    const address = `/search?q=${encodeURIComponent('쑥')}&tab=products`;
    await page.goto(address);
    const shown = page.locator('main .product');
    const offer = page.locator('[data-filter-sheet-show]');
    await openSheet(page);
    await page.locator('.filter').getByText('살 수 있는 것만').click();
    await until('chosen', async () => await page.locator('.facet[aria-current]').count() === 1);
    assert.equal(await offer.innerText(), '3개 보기');
    assert.ok(await page.evaluate(() => document.activeElement.matches('.facet[aria-current]')), 'the focus stays on what was chosen');
    await page.locator('.filter input[name=max]').fill('2만 5천원');
    await page.keyboard.press('Enter');
    await until('counted', async () => await offer.innerText() === '2개 보기');
    assert.equal(await page.locator('.filter input[name=max]').inputValue(), '25,000');
    await page.locator('.filter input[name=min]').fill('싸게');
    await page.keyboard.press('Enter');
    await until('told', async () => await page.locator('.filter .error').count() === 1);
    assert.equal(await page.locator('.filter input[name=min]').inputValue(), '싸게');
    await page.locator('.filter input[name=min]').fill('');
    await page.keyboard.press('Enter');
    await until('mended', async () => await page.locator('.filter .error').count() === 0);
    assert.equal(await shown.count(), 3, 'the results wait');

    // Back closes the sheet and discards the changes
    await page.goBack();
    await until('closed', async () => !(await page.locator('.filter-sheet').isVisible()));
    assert.equal(await page.locator('.facet[aria-current]').count(), 0);
    assert.equal(await offer.textContent(), '3개 보기');

    // applied filters have an address of their own; Back from there is the search before
    await openSheet(page);
    await page.locator('.filter input[name=max]').fill('25000');
    await page.keyboard.press('Enter');
    await until('counted', async () => await offer.innerText() === '2개 보기');
    await offer.click();
    await page.waitForURL(/max=25000/);
    await until('narrowed', async () => await shown.count() === 2);
    assert.equal(await page.locator('.filter-sheet').isVisible(), false);
    await page.goBack();
    await until('as before', async () => await shown.count() === 3);
    assert.equal(new URL(page.url()).search, new URL(address, page.url()).search);
    // the wrong price is answered with 422, which the browser logs
    one.complaints = one.complaints.filter((line) => !line.includes('422'));
    await farewell(one);
  });

  test('Back from deep in a list comes to the same place, and nothing is there twice', async () => {
    const one = await someone({}, true);
    const { page } = one;
    await openShop(page, '돌담귤밭', '돌담귤밭', '노지에서 키운 귤');
    const products = `/shops/${encodeURIComponent('돌담귤밭')}/products`;
    for (let n = 1; n <= 45; n += 1) await post(page, products, { title: `노지감귤 ${n}호`, price: String(n * 1000) });
    const address = `/search?q=${encodeURIComponent('노지감귤')}&tab=products&sort=newest`;
    await until('the index knows the goods', async () => {
      await page.goto(address);
      return await page.locator('.tabs [aria-current] .n').innerText() === '45';
    });
    const shown = page.locator('main .product > a:first-child');
    await until('all loaded', async () => {
      await page.mouse.wheel(0, 3000);
      return await shown.count() === 45;
    });
    await page.locator('.pager-end').waitFor();
    await shown.nth(30).scrollIntoViewIfNeeded();
    const [href, y] = [await shown.nth(30).getAttribute('href'), await page.evaluate(() => window.scrollY)];
    await shown.nth(30).click();
    await page.waitForURL((url) => url.pathname === href);
    await page.goBack();
    await until('as before', async () => await shown.count() >= 45 && Math.abs(await page.evaluate(() => window.scrollY) - y) < 40);
    const all = await shown.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.equal(all.length, 45);
    assert.equal(new Set(all).size, 45);
    await farewell(one);
  });

  test('colours and sizes are chosen at the same place of the page; the address of a product is copied', async () => {
    const one = await someone({}, true);
    const { page } = one;
    await openShop(page, '바늘땀', '바늘땀', '리넨 옷을 짓는 가게');
    const products = `/shops/${encodeURIComponent('바늘땀')}/products`;
    for (const color of ['세이지', '크림'])
      for (const size of ['S', 'L'])
        await post(page, products, { title: '리넨 셔츠', price: size === 'L' ? '82000' : '79000', color, size, item_group_id: 'shirt', description: '주머니가 있어요.\n'.repeat(60) });
    await one.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const guest = await someone();
    const shop = `/@${encodeURIComponent('바늘땀')}/products`;
    await guest.page.goto(shop);
    const first = await guest.page.locator('main .product > a').first().getAttribute('href');
    await guest.page.goto(first);
    const choice = (words) => guest.page.locator('.choose a').filter({ hasText: words });
    await choice('크림').scrollIntoViewIfNeeded();
    for (const [words, price] of [['크림', '79,000원'], ['L', '82,000원']]) {
      const y = await guest.page.evaluate(() => window.scrollY);
      const from = guest.page.url();
      await choice(words).click();
      await guest.page.waitForURL((url) => url.href !== from);
      await until('chosen', async () => await choice(words).getAttribute('aria-current') === 'true');
      assert.equal(await guest.page.locator('.price-large data').innerText(), price);
      await until('at the same place', async () => Math.abs(await guest.page.evaluate(() => window.scrollY) - y) < 40);
      assert.ok(await choice(words).evaluate((el) => el === document.activeElement), 'the focus is on what was chosen');
    }
    await guest.page.goBack();
    await guest.page.waitForURL((url) => url.pathname === shop);
    await farewell(guest);

    await page.goto('/act-as');
    await leads(page, () => press(page.locator('.acting-strip button')));
    await page.goto(first);
    await page.locator('[data-js~="share-link"]').click();
    await page.locator('.toast').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), new URL(first, page.url()).href);
    await farewell(one);
  });
});
