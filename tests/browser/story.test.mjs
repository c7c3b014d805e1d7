// The main task from end to end, as people do it: at phone and desktop width, with and without JavaScript.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DESKTOP, PHONE, Site, launch, missing, none, until, visitor } from './lib/index.mjs';
import { PICTURE, SMALL, at, follow, missesWords, openShop, sees, send, signUp } from './lib/people.mjs';

const TALE = '어제 비 와서 못 연 만큼 오늘은 일찍 열어요. 갓 구운 르뱅쿠키 한 판 나왔습니다';
const FRIENDLY = '퇴근길에 하늘이 분홍색이었다';

/** Searches until the words are found, since the index is a moment behind the database. */
const find = async (page, query, wanted) => {
  await page.goto('/');
  if (await page.locator('form[role=search] input[name=q]').filter({ visible: true }).count() === 0)
    await follow(page, page.locator('a[href="/search"]'));
  const box = page.locator('form[role=search] input[name=q]').filter({ visible: true }).first();
  await box.fill(query);
  await box.press('Enter');
  await page.waitForURL(/\/search\?.*q=/);
  await until(`«${wanted}» among the results for «${query}»`, async () => {
    if ((await page.locator('main').innerText()).includes(wanted)) return true;
    await page.reload();
    return false;
  });
};

const gone = async (page, query, words) => {
  await until(`«${words}» is gone from the results for «${query}»`, async () => {
    await page.goto(`/search?q=${encodeURIComponent(query)}`);
    return !(await page.locator('main').innerText()).includes(words);
  });
};

const ways = [
  ['on a phone', { size: PHONE, scripts: true }],
  ['on a phone without scripts', { size: PHONE, scripts: false }],
  ['on a desktop', { size: DESKTOP, scripts: true }],
  ['on a desktop without scripts', { size: DESKTOP, scripts: false }],
];

for (const [name, way] of ways) {
  test(`the story, ${name}`, { skip: missing, timeout: 240_000 }, async (t) => {
    const site = await Site.start();
    const browser = await launch();
    t.after(async () => { await browser.close(); await site.stop(); });
    const people = [];
    const person = async () => {
      const one = await visitor(browser, site, way);
      people.push(one);
      return one.page;
    };
    const owner = await person();
    const friend = await person();
    const follower = await person();
    const moderator = await person();
    const stranger = await person();
    let product;
    let story;
    let pictures;
    // each step needs the one before, so nothing can be seen after the first that fails
    let broken = false;
    const step = (what, act) => broken || t.test(what, async () => {
      broken = true;
      await act();
      broken = false;
    });

    await step('a shop owner signs up, opens a shop and puts a product into the catalog', async () => {
      await signUp(owner, '한결', '이한결', 'owner@example.kr');
      await openShop(owner, '수제쿠키', '수제쿠키', '연남동 골목 끝, 매일 아침 굽는 르뱅쿠키');
      await owner.goto(`/shops/${encodeURIComponent('수제쿠키')}/products/new`);
      await send(owner, 'form[action$="/products"]', {
        photos: [PICTURE], title: '르뱅쿠키 초코호두 6개 세트', price: '22000', sale_price: '19800', description: '호두를 듬뿍 넣었어요',
      });
      await sees(owner, '르뱅쿠키 초코호두 6개 세트');
      await sees(owner, '19,800원');
      await owner.goto(`${at('수제쿠키')}/products`);
      product = await owner.locator('main a[href^="/products/"]').first().getAttribute('href');
      assert.match(product, /^\/products\/\d+$/);
    });

    await step('and posts a photo story that shows it', async () => {
      await owner.goto('/');
      await follow(owner, owner.locator('a[href="/compose"]'));
      await send(owner, 'form[action="/stories"]', { photos: [SMALL], body: TALE, products: [product.split('/').pop()] });
      story = new URL(owner.url()).pathname;
      assert.match(story, /^\/stories\/\d+$/);
      await sees(owner, TALE);
      await sees(owner, '르뱅쿠키 초코호두 6개 세트');
    });

    await step('two people sign up and become friends, one follows the shop', async () => {
      await signUp(friend, '유나', '정유나', 'friend@example.kr');
      await signUp(follower, '도윤', '김도윤', 'follower@example.kr');
      await follower.goto(at('유나'));
      await send(follower, 'form[action$="/friend/request"]');
      await friend.goto('/friends');
      await sees(friend, '김도윤');
      await send(friend, 'form[action$="/friend/accept"]');
      await friend.goto('/compose');
      await send(friend, 'form[action="/stories"]', { body: FRIENDLY, visibility: 'friends' });
      await follower.goto(at('수제쿠키'));
      const form = follower.locator('form[action$="/follow"]').first();
      if (way.scripts) {
        await Promise.all([
          follower.waitForResponse((answer) => answer.url().endsWith('/follow') && answer.ok()),
          form.locator('button').click(),
        ]);
      } else await send(follower, 'form[action$="/follow"]', {}, 'button');
      await follower.reload();
      assert.equal(await follower.locator('form[action$="/unfollow"] button[aria-pressed=true]').filter({ visible: true }).count() > 0, true);
    });

    await step("the follower's home shows the friend's and the shop's stories", async () => {
      await follower.goto('/');
      await sees(follower, FRIENDLY);
      await sees(follower, TALE);
      await stranger.goto('/');
      await missesWords(stranger, FRIENDLY);
    });

    await step('both find the story and the product by searching in Korean', async () => {
      for (const page of [friend, follower]) {
        await find(page, '르뱅쿠키', '르뱅쿠키 초코호두 6개 세트');
        await find(page, '갓 구운 르뱅', '한 판 나왔습니다');
      }
      await gone(stranger, '퇴근길 하늘', '분홍색이었다');
    });

    await step('someone reports the story', async () => {
      await friend.goto(story);
      pictures = await friend.evaluate(() => [...document.querySelectorAll('.story .photos img')]
        .flatMap((img) => [img.getAttribute('src'), ...(img.getAttribute('srcset') ?? '').split(',').map((one) => one.trim().split(' ')[0])]).filter(Boolean));
      assert.ok(pictures.length > 0);
      for (const address of pictures) assert.equal((await stranger.request.get(address)).status(), 200, address);
      await follow(friend, friend.locator('a[href^="/reports/new?target=story"]'));
      const reason = await friend.locator('form[action="/reports"] [name=reason]').first().evaluate((el) => el.value || el.options[1]?.value);
      await send(friend, 'form[action="/reports"]', { reason, text: '다른 가게의 사진을 가져다 쓴 것 같아요' });
    });

    await step('a moderator removes it with a ground and a text', async () => {
      await signUp(moderator, '살피미', '박살핌', 'moderator@example.kr');
      await site.cli('user', 'promote', 'moderator@example.kr', 'moderator');
      await moderator.goto('/moderation');
      await follow(moderator, moderator.locator('main a[href^="/moderation/cases/"]'));
      await sees(moderator, '다른 가게의 사진을 가져다 쓴 것 같아요');
      const form = moderator.locator('form[action$="/act"]').first();
      const ground = await form.locator('[name=ground]').first().evaluate((el) => (el.tagName === 'SELECT' ? [...el.options].find((option) => option.value)?.value : el.type === 'radio' ? el.value : '저작권'));
      await send(moderator, 'form[action$="/act"]', { action: 'remove', ground, text: '사진의 주인이 따로 있어 내렸어요' });
    });

    await step('it is gone from feed, page, photo address and search', async () => {
      await follower.goto('/');
      await sees(follower, FRIENDLY);
      await missesWords(follower, TALE);
      for (const page of [stranger, follower, friend]) {
        assert.equal((await page.goto(story)).status(), 404);
        await missesWords(page, '르뱅');
        for (const address of pictures) assert.equal((await page.request.get(address)).status(), 404, address);
        await gone(page, '갓 구운 르뱅', '한 판 나왔습니다');
      }
      await stranger.goto(at('수제쿠키'));
      await missesWords(stranger, TALE);
      await stranger.goto(product);
      await missesWords(stranger, TALE);
    });

    await step('its author reads why', async () => {
      // the notification is the shop's own, for everyone who runs it
      await owner.goto('/notifications');
      await follow(owner, owner.locator('main a[href^="/statements/"]'));
      await sees(owner, '사진의 주인이 따로 있어 내렸어요');
    });

    await step('nothing complained meanwhile', async () => {
      for (const { complaints, page } of people) {
        const violations = await page.evaluate(() => window.violations ?? []);
        none([...complaints, ...violations]);
      }
    });
  });
}
