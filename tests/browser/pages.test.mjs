// Pages in use: Back, reload, endless lists, toggles, uploads, sending once, writing Hangul.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { DESKTOP, PHONE, Site, launch, missing, none, photo, until, visitor } from './lib/index.mjs';
import { PICTURE, SMALL, at, follow, leads, openShop, post, press, send, signUp, words } from './lib/people.mjs';

describe('pages', { skip: missing, timeout: 600_000 }, () => {
  let site;
  let browser;
  let owner; // acts as the shop 달빛떡집, which has a product and 45 stories
  let product;
  let n = 0;

  const someone = async (way = {}) => {
    n += 1;
    const one = await visitor(browser, site, way);
    one.handle = `손님${n}`;
    await signUp(one.page, one.handle, `손님 ${n}`, `guest${n}@example.kr`);
    return one;
  };
  /** Closes a person's browser and asserts that there were no complaints. */
  const farewell = async (one) => {
    const violations = await one.page.evaluate(() => window.violations ?? []);
    await one.close();
    none([...one.complaints, ...violations]);
  };

  before(async () => {
    site = await Site.start();
    browser = await launch();
    owner = await visitor(browser, site, { size: DESKTOP });
    await signUp(owner.page, '달빛', '한달빛', 'moon@example.kr');
    await openShop(owner.page, '달빛떡집', '달빛떡집', '새벽 네 시에 찌는 떡');
    const picture = { name: 'rice.jpg', mimeType: 'image/jpeg', buffer: await readFile(PICTURE) };
    await post(owner.page, `/shops/${encodeURIComponent('달빛떡집')}/products`, { title: '쑥인절미 한 되', price: '24000', photos: picture });
    await owner.page.goto(`${at('달빛떡집')}/products`);
    product = await owner.page.locator('main a[href^="/products/"]').first().getAttribute('href');
    for (let i = 1; i <= 45; i += 1) await post(owner.page, '/stories', { body: `오늘의 떡 ${i}번째 소식\n${'쪄서 '.repeat(30)}`, visibility: 'public' });
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const stories = (page) => page.locator('main article.story');

  test('an endless list goes on by itself, and Back comes to the same place', async () => {
    const one = await someone();
    const { page } = one;
    await post(page, `${at('달빛떡집')}/follow`, {});
    await page.goto('/');
    assert.equal(await stories(page).count(), 20);
    await until('all 45 stories', async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      return await stories(page).count() === 45;
    });
    const ids = await stories(page).evaluateAll((all) => all.map((el) => el.dataset.loadMoreId));
    assert.equal(new Set(ids).size, 45, 'no story twice');
    assert.deepEqual(ids, [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1)), 'newest first');
    assert.equal(await page.locator('.pager-end').count(), 1, 'the end says it is the end');
    const thirtieth = stories(page).nth(29);
    await thirtieth.scrollIntoViewIfNeeded();
    const top = await thirtieth.evaluate((el) => el.getBoundingClientRect().top);
    await leads(page, () => thirtieth.locator('.story-meta a').first().click());
    assert.match(new URL(page.url()).pathname, /^\/stories\/\d+$/);
    await page.goBack();
    await until('the same story at the same place', async () => {
      const now = stories(page).nth(29);
      return await now.count() === 1 && Math.abs(await now.evaluate((el) => el.getBoundingClientRect().top) - top) < 60;
    });
    await farewell(one);
  });

  test('without scripts the list goes on by its link', async () => {
    const one = await someone({ scripts: false });
    const { page } = one;
    await post(page, `${at('달빛떡집')}/follow`, {});
    await page.goto('/');
    const seen = [];
    for (const expected of [20, 20, 5]) {
      assert.equal(await stories(page).count(), expected);
      seen.push(...await stories(page).evaluateAll((all) => all.map((el) => el.dataset.loadMoreId)));
      const next = page.locator('a[rel=next]');
      if (await next.count()) await follow(page, next);
    }
    assert.equal(new Set(seen).size, 45);
    await page.goBack();
    assert.equal(await stories(page).count(), 20);
    await farewell(one);
  });

  for (const scripts of [true, false]) {
    const how = scripts ? 'with scripts' : 'without scripts';
    // with scripts a toggle is one request and no new page; without them it is a new page
    const toggle = async (page, button) => {
      if (!scripts) return follow(page, button);
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST'),
        press(button),
      ]);
      assert.equal(answer.status(), 200);
      assert.match(answer.headers()['content-type'], /json/);
      return until('the answer is shown', () => page.evaluate(() => !document.querySelector('form[data-toggle-busy]')));
    };

    test(`a feeling is given, changed and taken back, ${how}`, async () => {
      const one = await someone({ scripts });
      const { page } = one;
      await page.goto(at('달빛떡집'));
      const story = await page.locator('main a[href^="/stories/"]').first().getAttribute('href');
      await page.goto(story);
      const count = async () => (await page.locator('.story [data-toggle-top-feelings] [data-toggle-count]').first().innerText()).trim();
      const pressed = () => page.locator('.feel [data-toggle-main]').first().getAttribute('aria-pressed');
      const start = Number(await count() || 0);
      await toggle(page, page.locator('.feel [data-toggle-main]'));
      assert.deepEqual([await pressed(), await count()], ['true', String(start + 1)]);
      await page.reload();
      assert.deepEqual([await pressed(), await count()], ['true', String(start + 1)], 'the server says the same');
      await toggle(page, page.locator('.feel [data-toggle-feeling=cool]'));
      await page.reload();
      assert.deepEqual([await pressed(), await count()], ['true', String(start + 1)], 'changed, not counted twice');
      assert.equal(await page.locator('.feel [data-toggle-feeling=cool]').first().getAttribute('aria-pressed'), 'true');
      await toggle(page, page.locator('.feel [data-toggle-main]'));
      await page.reload();
      assert.deepEqual([await pressed(), Number(await count() || 0)], ['false', start]);
      await farewell(one);
    });

    test(`news of a shop and a wish, ${how}`, async () => {
      const one = await someone({ scripts });
      const { page } = one;
      const on = (selector) => page.locator(`${selector} button[aria-pressed]`).first().getAttribute('aria-pressed');
      const followForm = `main form[data-toggle-kind=follow]`;
      await page.goto(at('달빛떡집'));
      for (const wanted of ['true', 'false', 'true']) {
        await toggle(page, page.locator(`${followForm} button`));
        assert.equal(await on(followForm), wanted);
        await page.reload();
        assert.equal(await on(followForm), wanted, 'the server says the same');
      }
      await page.goto(product);
      const wishForm = 'main .buy form[data-toggle-kind=wish]';
      for (const wanted of ['true', 'false', 'true']) {
        await toggle(page, page.locator(`${wishForm} button`));
        assert.equal(await on(wishForm), wanted);
        await page.reload();
        assert.equal(await on(wishForm), wanted);
      }
      await page.goto('/wishes');
      assert.ok((await words(page)).includes('쑥인절미 한 되'));
      await farewell(one);
    });
  }

  test('a visitor who presses a feeling is asked to log in and loses nothing', async () => {
    for (const scripts of [true, false]) {
      const one = await visitor(browser, site, { scripts });
      await one.page.goto(at('달빛떡집'));
      const story = await one.page.locator('main a[href^="/stories/"]').first().getAttribute('href');
      await one.page.goto(story);
      const face = one.page.locator('.feel [data-toggle-main]');
      if (await face.count() > 0) {
        await follow(one.page, face);
        assert.equal(new URL(one.page.url()).pathname, '/login');
      }
      await one.close();
    }
  });

  test('photos are shown before they are sent, put in order, described', async () => {
    const one = await someone();
    const { page } = one;
    await page.goto('/compose');
    await page.locator('form[action="/stories"] input[name=photos]').setInputFiles([PICTURE, SMALL, photo('progressive.jpg')]);
    const items = page.locator('[data-upload-list] > li');
    await until('three photos', async () => await items.count() === 3);
    await until('thumbnails are drawn', () => items.evaluateAll((all) => all.every((item) => {
      const canvas = item.querySelector('canvas');
      return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0);
    })));
    const alts = ['노을이 진 강가', '고양이가 앉은 창', '동네 빵집의 아침'];
    for (const [i, alt] of alts.entries()) await items.nth(i).locator('[data-upload-alt]').fill(alt);
    await items.nth(2).locator('[data-upload-do=up]').click();
    await items.nth(1).locator('[data-upload-do=up]').click();
    await items.nth(2).locator('[data-upload-do=remove]').click();
    assert.equal(await items.count(), 2);
    await send(page, 'form[action="/stories"]', { body: '주말에 걸은 길', visibility: 'public' });
    assert.match(new URL(page.url()).pathname, /^\/stories\/\d+$/);
    assert.deepEqual(await page.locator('.story .photos img').evaluateAll((all) => all.map((img) => img.alt)), [alts[2], alts[0]]);
    await page.locator('.story .photos a.photo').first().click();
    await page.waitForURL(/\/photos\/1$/);
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/\/photos\/2$/);
    assert.ok((await page.locator('body').innerText()).includes(alts[0]));
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/stories\/\d+$/);
    await farewell(one);
  });

  for (const scripts of [true, false]) {
    test(`a broken photo is named and everything else is kept, ${scripts ? 'with' : 'without'} scripts`, async () => {
      const one = await someone({ scripts });
      const { page } = one;
      await page.goto('/compose');
      const form = page.locator('form[action="/stories"]');
      await form.locator('[name=body]').fill('사진이 하나 깨졌다');
      await form.locator('[name=photos]').setInputFiles([SMALL, photo('text.jpg')]);
      if (scripts) {
        // a file that the browser cannot draw is named at once and not sent
        await until('the broken one is named', async () => (await words(page)).includes('text.jpg'));
        await page.locator('[data-upload-list] > li.is-bad [data-upload-do=remove]').click();
      } else {
        await send(page, 'form[action="/stories"]');
        assert.ok((await words(page)).includes('text.jpg'));
        assert.equal(await page.locator('[name=body]').inputValue(), '사진이 하나 깨졌다');
        assert.equal(await page.locator('.upload-item').count(), 1, 'the good photo is still there');
      }
      await send(page, 'form[action="/stories"]', { visibility: 'public' });
      assert.match(new URL(page.url()).pathname, /^\/stories\/\d+$/);
      assert.equal(await page.locator('.story .photos img').count(), 1);
      await farewell(one);
    });
  }

  test('pressed twice, sent once; reload and Back do not send again', async () => {
    const one = await someone();
    const { page } = one;
    await page.goto('/compose');
    await page.locator('form[action="/stories"] [name=body]').fill('한 번만 올라가야 하는 글');
    const sent = [];
    page.on('request', (request) => { if (request.method() === 'POST') sent.push(request.url()); });
    await leads(page, () => page.locator('form[action="/stories"] .button-main').dblclick());
    assert.match(new URL(page.url()).pathname, /^\/stories\/\d+$/);
    await page.reload();
    await page.goBack();
    await page.goForward();
    assert.equal(sent.length, 1, sent.join(' '));
    await page.goto(`${at(one.handle)}?view=list`);
    const mine = await page.locator('main a[href^="/stories/"]').evaluateAll((all) => new Set(all.map((a) => a.pathname.split('/')[2])).size);
    assert.equal(mine, 1);
    await farewell(one);
  });

  test('Enter that ends a Hangul syllable does not send', async () => {
    const one = await someone({ size: DESKTOP });
    const { page } = one;
    await page.goto('/shops/new');
    const field = page.locator('form[action="/shops"] [name=display_name]');
    await field.focus();
    const posts = [];
    page.on('request', (request) => { if (request.method() === 'POST') posts.push(request.url()); });
    const cdp = await one.context.newCDPSession(page);
    const enter = async () => {
      await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 });
      await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
    };
    await page.evaluate(() => {
      window.composing = [];
      document.addEventListener('keydown', (event) => window.composing.push(event.isComposing), true);
    });
    await cdp.send('Input.imeSetComposition', { text: '떡', selectionStart: 1, selectionEnd: 1 });
    await enter();
    assert.deepEqual(await page.evaluate(() => window.composing), [true], 'the key came while composing');
    assert.equal(posts.length, 0, 'nothing was sent');
    await cdp.send('Input.insertText', { text: '떡' });
    assert.equal(await field.inputValue(), '떡');
    await leads(page, enter);
    assert.equal(posts.length, 1, 'an Enter of its own sends');
    await farewell(one);
  });

  test('the counter and the server count the same: NFD Hangul, emoji, line breaks', async () => {
    const one = await someone({ size: PHONE });
    const { page } = one;
    const story = await (async () => {
      await page.goto('/compose');
      await send(page, 'form[action="/stories"]', { body: '댓글 달 곳', visibility: 'public' });
      return new URL(page.url()).pathname;
    })();
    // 1,000 characters after NFC, more than 2,000 before; an emoji of two UTF-16 units; a line break
    const exact = `${'각'.normalize('NFD').repeat(997)}\n🌾끝`;
    const form = 'form.comment-form';
    await page.locator(`${form} [name=body]`).fill(exact);
    assert.match(await page.locator(`${form} output.counter`).innerText(), /^1,000 \/ 1,000$/);
    await send(page, form);
    assert.ok((await words(page)).includes('🌾끝'), 'a comment of exactly 1,000 is taken');
    await page.goto(story);
    await page.locator(`${form} [name=body]`).fill(`${exact}!`);
    assert.match(await page.locator(`${form} output.counter`).innerText(), /^1,001 \/ 1,000$/);
    assert.equal(await page.locator(`${form} [name=body]`).evaluate((el) => el.validity.customError), true, 'the browser stops it');
    await page.evaluate(() => { for (const one of document.forms) one.noValidate = true; });
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.locator(`${form} .button-main`).click(),
    ]);
    assert.equal(answer.status(), 422, 'and so does the server');
    await until('what was typed is still there', async () => (await page.locator(`${form} [name=body]`).inputValue()).normalize('NFC').endsWith('끝!'));
    await farewell(one);
  });

  test('Escape closes a menu and gives the focus back; the keyboard reaches it all', async () => {
    const one = await someone({ size: DESKTOP });
    const { page } = one;
    await page.goto('/');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first Tab offers to skip');
    const menu = page.locator('details.me-menu');
    await menu.locator('summary').focus();
    await page.keyboard.press('Enter');
    assert.equal(await menu.evaluate((el) => el.open), true);
    await page.keyboard.press('Escape');
    assert.deepEqual(await menu.evaluate((el) => [el.open, document.activeElement.tagName]), [false, 'SUMMARY']);
    await farewell(one);
  });
});
