// Product tags: a product is put on a photo by pressing the photo, and by fields without JavaScript; everything typed
// is there again after the session ended meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DESKTOP, PHONE, Site, axe, launch, missing, none, visitor } from './lib/index.mjs';
import { PASSWORD, PICTURE, SMALL, leads, openShop, sees, send, signUp } from './lib/people.mjs';

const TITLE = '르뱅쿠키 초코호두 6개 세트';

/** Creates a shop with a product, whose owner is about to write, with two photos chosen and the product selected. */
const stand = async (browser, site, way) => {
  const one = await visitor(browser, site, way);
  const { page } = one;
  await signUp(page, '한결', '이한결', 'owner@example.kr');
  await openShop(page, '수제쿠키', '수제쿠키', '매일 아침 굽는 쿠키');
  await page.goto(`/shops/${encodeURIComponent('수제쿠키')}/products/new`);
  await send(page, 'form[action$="/products"]', { photos: [PICTURE], title: TITLE, price: '22000' });
  await page.goto('/compose');
  await page.locator('textarea[name=body]').fill('오늘의 쿠키');
  await page.locator('#photos').setInputFiles([PICTURE, SMALL]);
  await page.locator('.pick').first().click();
  return one;
};

/** Asserts that the dot is on the second photo, can be pressed and reached, and leads to the product. */
const judge = async ({ page, complaints }, x, y, scripts = true) => {
  const story = page.url();
  await page.goto(`${story}/photos/2`);
  const place = page.locator('.dots a > svg');
  assert.equal(await page.locator('.dots a').count(), 1);
  assert.ok(Math.abs(Number.parseFloat(await place.getAttribute('x')) - x) <= 1, await place.getAttribute('x'));
  assert.ok(Math.abs(Number.parseFloat(await place.getAttribute('y')) - y) <= 1, await place.getAttribute('y'));
  const photo = await page.locator('.viewer-photo > img').boundingBox();
  const ring = await page.locator('.dot-ring').boundingBox();
  assert.ok(ring.width >= 24 && ring.height >= 24, `${ring.width} × ${ring.height}`);
  assert.ok(Math.abs((ring.x + ring.width / 2 - photo.x) / photo.width - x / 100) < 0.02, 'the dot is where it was put');
  assert.ok(Math.abs((ring.y + ring.height / 2 - photo.y) / photo.height - y / 100) < 0.02, 'the dot is where it was put');
  if (scripts) none(await axe(page));
  await page.goto(story);
  const dot = page.locator('.dots a');
  assert.equal(await dot.locator('> title').textContent(), `${TITLE}, 22,000원`);
  await dot.focus();
  assert.ok(await dot.evaluate((el) => el.matches(':focus')));
  await leads(page, () => page.keyboard.press('Enter'));
  await sees(page, TITLE);
  assert.match(page.url(), /\/products\/\d+$/);
  none(complaints);
};

for (const [name, size] of [['a phone', PHONE], ['a desktop', DESKTOP]]) {
  test(`a product is put on a photo by pressing it, on ${name}`, { skip: missing, timeout: 120_000 }, async (t) => {
    const site = await Site.start();
    const browser = await launch();
    t.after(async () => { await browser.close(); await site.stop(); });
    const one = await stand(browser, site, { size, scripts: true });
    const { page } = one;
    await page.locator('.tag-row [data-product-tags-place]').click();
    await page.locator('[data-product-tags-photo="1"]').waitFor();
    await page.locator('[data-product-tags-step="1"]').click();
    const canvas = page.locator('.placer canvas');
    await page.locator('[data-product-tags-photo="2"]').waitFor();
    const box = await canvas.boundingBox();
    await canvas.click({ position: { x: box.width * 0.5, y: box.height * 0.25 } });
    // it moves while the press lasts, can be removed, and put there again
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.25);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.75, { steps: 4 });
    await page.mouse.up();
    assert.ok(Math.abs(Number(await page.locator('[name=tag_x]').inputValue()) - 80) < 1);
    assert.ok(Math.abs(Number(await page.locator('[name=tag_y]').inputValue()) - 75) < 1);
    await page.locator('[data-product-tags-clear]').click();
    for (const name of ['photo', 'x', 'y']) assert.equal(await page.locator(`[name=tag_${name}]`).inputValue(), '');
    assert.ok(await page.locator('[data-product-tags-clear]').isDisabled());
    await canvas.click({ position: { x: box.width * 0.5, y: box.height * 0.25 } });
    await page.locator('[data-product-tags-done]').click();
    assert.equal(await page.locator('[name=tag_photo]').inputValue(), '2');
    // the photo moves to the front and back, and its number follows
    await page.locator('.upload-item').nth(1).locator('[data-upload-do=up]').click();
    assert.equal(await page.locator('[name=tag_photo]').inputValue(), '1');
    await page.locator('.upload-item').first().locator('[data-upload-do=down]').click();
    assert.equal(await page.locator('[name=tag_photo]').inputValue(), '2');
    await leads(page, () => page.locator('.submit-bar .button-main').click());
    await judge(one, 50, 25);
  });
}

test('a product is put on a photo by fields, without scripts', { skip: missing, timeout: 120_000 }, async (t) => {
  const site = await Site.start();
  const browser = await launch();
  t.after(async () => { await browser.close(); await site.stop(); });
  const one = await stand(browser, site, { size: PHONE, scripts: false });
  const { page } = one;
  await leads(page, () => page.locator('button[name=place]').click());
  assert.equal(await page.locator('.upload-item').count(), 2);
  await page.locator('[name=tag_photo]').fill('2');
  await page.locator('[name=tag_x]').fill('50');
  await page.locator('[name=tag_y]').fill('250');
  await leads(page, () => page.locator('.submit-bar .button-main').click());
  await sees(page, '0부터 100까지의 숫자로');
  await page.locator('[name=tag_y]').fill('25');
  await leads(page, () => page.locator('.submit-bar .button-main').click());
  await judge(one, 50, 25, false);
});

test('what was typed is there again after logging in', { skip: missing, timeout: 120_000 }, async (t) => {
  const site = await Site.start();
  const browser = await launch();
  t.after(async () => { await browser.close(); await site.stop(); });
  const { page } = await visitor(browser, site, { size: PHONE, scripts: true });
  await signUp(page, '한결', '이한결', 'owner@example.kr');
  await page.goto('/compose');
  await page.locator('textarea[name=body]').fill('길게 쓴 이야기');
  await page.locator('.choice').nth(2).click();
  await page.context().clearCookies();
  await leads(page, () => page.locator('.submit-bar .button-main').click());
  assert.equal(new URL(page.url()).pathname, '/login');
  await send(page, 'form[action="/login"]', { email: 'owner@example.kr', password: PASSWORD });
  assert.equal(new URL(page.url()).pathname, '/compose');
  assert.equal(await page.locator('textarea[name=body]').inputValue(), '길게 쓴 이야기');
  assert.ok(await page.locator('[name=visibility][value=only_me]').isChecked());
  await leads(page, () => page.locator('.submit-bar .button-main').click());
  await sees(page, '길게 쓴 이야기');
  await page.goto('/compose');
  assert.equal(await page.locator('textarea[name=body]').inputValue(), '');
});
