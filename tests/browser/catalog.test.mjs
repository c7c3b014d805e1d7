// The product list of a shop, for its owner: actions on many products, on this page and beyond it, with undo.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DESKTOP, PHONE, Site, launch, missing, none, overflow, visitor } from './lib/index.mjs';
import { follow, leads, openShop, post, press, sees, send, signUp } from './lib/people.mjs';
import { look } from './lib/walk.mjs';

const HANDLE = '수제쿠키';
const STUDIO = `/shops/${encodeURIComponent(HANDLE)}/catalog`;
const ROWS = Array.from({ length: 45 }, (_, n) => `C-${n},${n % 3 ? '소금빵' : '르뱅쿠키'} ${n},1000,판매중`);

const ways = [
  ['on a phone', { size: PHONE, scripts: true }],
  ['on a phone without scripts', { size: PHONE, scripts: false }],
  ['on a desktop', { size: DESKTOP, scripts: true }],
  ['on a desktop without scripts', { size: DESKTOP, scripts: false }],
];

for (const [name, way] of ways) {
  test(`many products at once, ${name}`, { skip: missing, timeout: 120_000 }, async (t) => {
    const site = await Site.start();
    const browser = await launch();
    t.after(async () => { await browser.close(); await site.stop(); });
    const one = await visitor(browser, site, way);
    const { page } = one;
    const found = [];
    const judge = async (where) => {
      if (way.scripts) {
        const open = await page.$$eval('details', (all) => all.map((fold) => fold.open));
        await look(page, where, found);
        await page.$$eval('details', (all, were) => all.forEach((fold, n) => { fold.open = were[n]; }), open);
      }
      await page.setViewportSize(PHONE);
      const wide = await overflow(page);
      if (wide) found.push(`${where}, 360 px: ${wide}`);
      await page.setViewportSize(way.size);
    };
    const prices = () => page.locator('tbody .price').allInnerTexts();

    await t.test('an empty catalog says how to begin', async () => {
      await signUp(page, '한결', '이한결', 'owner@example.kr');
      await openShop(page, HANDLE, '수제쿠키', '매일 아침 굽는 쿠키');
      await page.goto(STUDIO);
      assert.equal(await page.locator('form.filters').count(), 0, 'nothing to narrow');
      const start = await page.locator('.empty a.button-main').boundingBox();
      assert.ok(start.y + start.height < way.size.height, 'the way to begin is seen at once');
      await judge('an empty catalog');
      const file = { name: '상품.csv', mimeType: 'text/csv', buffer: Buffer.from(`상품코드,상품명,판매가,재고상태\n${ROWS.join('\n')}\n`) };
      const { location } = await post(page, `${STUDIO}/import`, { file });
      await post(page, `${location}/apply`, {});
    });

    await t.test('all that fit the filter, also those on other pages', async () => {
      await page.goto(STUDIO);
      await sees(page, '상품 45개 모두');
      await page.locator('form.filters input[name=q]').fill('소금빵');
      await leads(page, () => page.locator('form.filters button').click());
      await sees(page, '이 조건의 상품 30개 모두');
      await judge('a filter that leaves more than a page');
      const value = page.locator('#value');
      assert.equal(await value.isVisible(), false, 'nothing asks for a value yet');
      await page.locator('label:has(#every)').click();
      assert.ok(await page.locator('#every').isChecked());
      assert.ok(await page.locator('.bulk-for-every').isVisible(), 'the number stands beside the act');
      await page.locator('#bulk-act').selectOption('availability:out_of_stock');
      assert.equal(await value.isVisible(), false, 'sold out asks for no value');
      await page.locator('#bulk-act').selectOption('percent');
      assert.ok(await value.isVisible());
      await judge('an act on all of them');
      // a mistake is reported, and nothing is lost
      await value.fill('많이');
      await leads(page, () => press(page.locator('#bulk button.button-main')));
      await sees(page, '몇 퍼센트인지');
      assert.equal(await value.inputValue(), '많이');
      assert.ok(await page.locator('#every').isChecked());
      await judge('an act that came back');
      await value.fill('10');
      await leads(page, () => press(page.locator('#bulk button.button-main')));
      await sees(page, '상품 30개를 바꿨어요');
      assert.ok((await prices()).every((price) => price.includes('1,100')), 'those on this page');
      await page.goto(`${STUDIO}?q=소금빵 1`);
      assert.ok((await prices()).every((price) => price.includes('1,100')), 'and the others');
      await page.goto(`${STUDIO}?q=르뱅`);
      assert.ok((await prices()).every((price) => price.includes('1,000')), 'nothing but those');
    });

    await t.test('undone as a whole, from what can be undone', async () => {
      await page.goto(STUDIO);
      await follow(page, page.locator('.panel form[action$="/undo"] button').first());
      await sees(page, '상품 30개를 되돌렸어요');
      await page.goto(`${STUDIO}?q=소금빵`);
      assert.ok((await prices()).every((price) => price.includes('1,000')));
    });

    await t.test('a few by hand, deleted and brought back', async () => {
      await page.goto(STUDIO);
      for (const n of [0, 2]) await page.locator('.cell-pick label').nth(n).click();
      await send(page, '#bulk', { act: 'delete' });
      await sees(page, '상품 2개를 바꿨어요');
      await sees(page, '상품 43개');
      await judge('after a deletion');
      await send(page, '.flash form[action$="/undo"]', {}, 'button');
      await sees(page, '상품 45개');
    });

    await t.test('nothing complained meanwhile', async () => {
      const violations = await page.evaluate(() => window.violations ?? []);
      none([...found, ...one.complaints, ...violations]);
    });
  });
}
