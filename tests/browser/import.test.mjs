// Import of product files by an owner: a preview of every change, columns that nobody knows, photos from a zip that
// can be stopped, and an undo of everything at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cp949, png, zip } from './lib/files.mjs';
import { DESKTOP, PHONE, Site, launch, missing, none, overflow, until, visitor } from './lib/index.mjs';
import { follow, leads, missesWords, openShop, press, sees, send, signUp } from './lib/people.mjs';
import { look } from './lib/walk.mjs';

const HANDLE = '수제쿠키';
const STUDIO = `/shops/${encodeURIComponent(HANDLE)}/catalog`;
const UPLOAD = 'form[enctype="multipart/form-data"]';
const file = (name, bytes) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

// as Excel saves it for Unicode
const FIRST = file('첫 상품.csv', '\ufeffid,title,price,availability\r\nA-1,르뱅쿠키,3800 KRW,in_stock\r\nA-2,휘낭시에,2500 KRW,in_stock\r\nA-3,마들렌,2200 KRW,out of stock\r\n');
const KOREAN = file('가격 고침.csv', cp949('상품코드,상품명,판매가,재고상태\r\nA-1,르뱅쿠키,"4,200원",판매중\r\nA-2,휘낭시에,2500,판매중\r\nA-3,마들렌,만원,품절\r\nA-4,까눌레,3200,예약판매\r\n'));
const UNKNOWN = file('장부.csv', '물건,얼마,몇 개,메모\n인절미,3000,12,\n쑥떡,3500,4,봄에만\n');
const WORKBOOK = file('상품.xlsx', zip([['[Content_Types].xml', Buffer.from('<Types/>')], ['xl/workbook.xml', Buffer.from('<workbook/>')]]));

// enough that there is time to stop them
const PHOTOS = 48;
const PICTURED = file('사진.csv', `id,title,price,image_link\n${Array.from({ length: PHOTOS }, (_, n) => `P-${n},사진 상품 ${n},1000,사진/${n}.png\n`).join('')}Q-1,사진 없는 상품,1000,없음.png\n`);
const ZIP = file('사진.zip', zip(Array.from({ length: PHOTOS }, (_, n) => [`사진/${n}.png`, png(1000, 700, n)])));

const WORDS = {
  ko: {
    workbook: '엑셀 파일이에요', reason: '12,000원', before: '아직 아무것도 바뀌지 않았어요', applied: '적용함', undone: '되돌림', back: '상품 2개를 되돌렸어요',
    title: '상품 이름', price: '가격', stopped: '멈춤', lost: '사진 묶음에 없는 이름이에요',
  },
  en: {
    workbook: 'This is an Excel workbook', reason: '12000 KRW', before: 'Nothing has changed yet', applied: 'Applied', undone: 'Undone', back: 'Products put back: 2.',
    title: 'Title', price: 'Price', stopped: 'stopped', lost: 'There is no such name in the zip',
  },
};

const ways = [
  ['on a phone, in Korean', 'ko', { size: PHONE, scripts: true }],
  ['on a phone without scripts, in English', 'en', { size: PHONE, scripts: false, locale: 'en-GB' }],
  ['on a desktop, in English', 'en', { size: DESKTOP, scripts: true, locale: 'en-GB' }],
  ['on a desktop without scripts, in Korean', 'ko', { size: DESKTOP, scripts: false }],
];

/** The counts of the preview: wrong, new, changed, unchanged. */
const numbers = (page) => page.locator('.numbers dd').allInnerTexts().then((all) => all.map(Number));

for (const [name, locale, way] of ways) {
  test(`a shop's files, ${name}`, { skip: missing, timeout: 420_000 }, async (t) => {
    const site = await Site.start();
    const browser = await launch();
    t.after(async () => { await browser.close(); await site.stop(); });
    const words = WORDS[locale];
    const one = await visitor(browser, site, way);
    const { page } = one;
    const found = [];
    /** Checks the page by axe where scripts may run, and in any case that nothing sticks out. */
    const judge = async (where) => {
      if (way.scripts) {
        // axe opens every menu, which a person would not
        const open = await page.$$eval('details', (all) => all.map((one) => one.open));
        await look(page, where, found);
        await page.$$eval('details', (all, were) => all.forEach((one, n) => { one.open = were[n]; }), open);
      }
      await page.setViewportSize(PHONE);
      const wide = await overflow(page);
      if (wide) found.push(`${where}, 360 px: ${wide}`);
      await page.setViewportSize(way.size);
    };
    const upload = async (fields) => {
      await page.goto(`${STUDIO}/import`);
      await send(page, UPLOAD, fields, 'button.button-main');
    };
    const apply = () => send(page, 'form[action$="/apply"]', {}, 'button');
    const undo = () => send(page, 'form[action$="/undo"]', {}, 'button');
    const price = async (sku) => {
      await page.goto(`${STUDIO}?q=${sku}`);
      return page.locator('tbody tr .price').first().innerText();
    };

    await t.test('the entrance tells what it reads, and why a file cannot be read', async () => {
      await signUp(page, '한결', '이한결', 'owner@example.kr');
      await openShop(page, HANDLE, '수제쿠키', '매일 아침 굽는 쿠키');
      await page.goto(STUDIO);
      await follow(page, page.locator(`main a[href$="/catalog/import"]`));
      await judge('the entrance');
      await upload({ file: WORKBOOK });
      await sees(page, words.workbook);
      assert.equal(await page.locator('#file').getAttribute('aria-invalid'), 'true');
      await judge('a file that is none');
    });

    await t.test('new products are seen, and there after it is applied', async () => {
      await upload({ file: FIRST });
      await sees(page, words.before);
      assert.deepEqual(await numbers(page), [0, 3, 0, 0]);
      await sees(page, '르뱅쿠키');
      await apply();
      await sees(page, words.applied);
      assert.match(await price('A-1'), /3,800/);
    });

    await t.test('what changes stands beside what was, what is wrong with its line, column and reason', async () => {
      await upload({ file: KOREAN });
      await sees(page, 'CP949');
      assert.deepEqual(await numbers(page), [1, 1, 1, 1]);
      const row = page.locator('table.work tbody tr').first();
      const wrong = (await row.innerText()).replace(/\s+/g, ' ');
      for (const part of ['4', '판매가', '만원', words.reason]) assert.ok(wrong.includes(part), `«${part}» in «${wrong}»`);
      assert.equal(await page.locator('form[action$="/apply"] button:not([name])').count(), 0, 'not whole while a row is wrong');
      await judge('a preview with a wrong row');
      await follow(page, page.locator('.chips a[href*="show=changed"]'));
      assert.match(await page.locator('tbody del').innerText(), /3,800/);
      assert.match(await page.locator('tbody ins').innerText(), /4,200/);
      await judge('what changes');
      assert.match(await price('A-1'), /3,800/);
      await page.goBack();
    });

    await t.test('the right rows are applied and undone as a whole', async () => {
      await send(page, 'form[action$="/apply"]', {}, 'button[name=only_right]');
      await sees(page, words.applied);
      const batch = page.url();
      await judge('an import that was applied');
      assert.match(await price('A-1'), /4,200/);
      assert.match(await price('A-4'), /3,200/);
      await page.goto(batch);
      await undo();
      await sees(page, words.undone);
      await sees(page, words.back);
      await judge('an import that was undone');
      assert.match(await price('A-1'), /3,800/);
      await page.goto(`${STUDIO}?q=A-4`);
      await missesWords(page, '까눌레');
    });

    await t.test('columns that nobody knows are told by the person', async () => {
      await upload({ file: UNKNOWN });
      assert.ok(await page.locator('.error-summary').count() > 0);
      const choices = page.locator('select[name=map]');
      assert.equal(await choices.count(), 4);
      assert.ok(await choices.first().isVisible(), 'the columns are open to be told');
      await judge('columns to be told');
      await choices.nth(0).selectOption('title');
      await choices.nth(1).selectOption('price');
      await choices.nth(2).selectOption('quantity');
      await leads(page, () => press(page.locator('form[action$="/columns"] button')));
      assert.deepEqual(await numbers(page), [0, 2, 0, 0]);
      await sees(page, '쑥떡');
      await judge('columns that were told');
      await apply();
      assert.match(await price('인절미'), /3,000/);
    });

    await t.test('photos come out of the zip, are stopped and gone on with', async () => {
      await upload({ file: PICTURED, photos: ZIP });
      assert.deepEqual(await numbers(page), [0, PHOTOS + 1, 0, 0]);
      await apply();
      const batch = page.url();
      await send(page, 'form[action$="/photos"]', {}, 'button[value=stop]');
      await sees(page, words.stopped);
      const bar = page.locator('progress');
      const done = Number(await bar.getAttribute('value'));
      assert.ok(done < PHOTOS + 1, `${done}`);
      await judge('photos that were stopped');
      await send(page, 'form[action$="/photos"]', {}, 'button[value=resume]');
      await until('all photos are taken', async () => {
        await page.goto(batch);
        return Number(await bar.getAttribute('value')) === Number(await bar.getAttribute('max'));
      }, 180);
      await sees(page, words.lost);
      assert.equal(await page.locator('form[action$="/photos"]').count(), 0);
      await judge('photos that are there');
      await page.goto(`${STUDIO}?q=P-${PHOTOS - 1}`);
      assert.equal(await page.locator('tbody img').count(), 1);
      await page.goto(batch);
      await undo();
      await page.goto(`${STUDIO}?q=P-`);
      await missesWords(page, `사진 상품 ${PHOTOS - 1}`);
    });

    await t.test('nothing complained meanwhile', async () => {
      const violations = await page.evaluate(() => window.violations ?? []);
      none([...found, ...one.complaints, ...violations]);
    });
  });
}
