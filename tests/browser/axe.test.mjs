// Every page that can be reached, for each kind of person, in both themes, at phone and desktop width:
// axe-core finds nothing, nothing sticks out, nothing complains in the console, nothing jumps.
// The pages are found by walking the links of the demo world, two of each kind of address.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { DESKTOP, PHONE, Site, axe, launch, missing, none, overflow, visitor } from './lib/index.mjs';
import { demoLogins } from './lib/demo.mjs';
import { at, leads, press, send } from './lib/people.mjs';

/** The kind of an address: numbers, handles and the values of a query do not make another page. */
const kind = (url) => {
  const path = url.pathname.replace(/\/\d+(?=\/|$)/g, '/:id').replace(/^\/@[^/]+/, '/@:handle')
    .replace(/^\/shops\/(?!new$)[^/]+/, '/shops/:handle').replace(/^\/tags\/[^/]+/, '/tags/:tag');
  const keys = [...url.searchParams.keys()].filter((key) => !['after', 'before', 'next', 'q'].includes(key)).sort();
  return path + (keys.length ? `?${keys.join('&')}` : '');
};

const notPages = /^\/(assets|media|manifest\.webmanifest|sitemap\.xml|robots\.txt|favicon\.ico|healthz|readyz)|\.(atom|xml|csv)$/;

/** Whether a page jumped while it came, at most this much (the web's "good" is 0.1; a page from one server needs none). */
const SHIFT = 0.02;

const look = async (page, where, found) => {
  const say = (what) => found.push(`${where}: ${what}`);
  const settle = () => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  const shift = await page.evaluate(() => [window.shifted, window.shifts]);
  if (shift[0] > SHIFT) say(`jumps by ${shift[0].toFixed(3)}: ${shift[1].slice(0, 3).join(' | ')}`);
  for (const size of [{ width: 320, height: 640 }, PHONE, DESKTOP]) {
    await page.setViewportSize(size);
    await settle();
    const wide = await overflow(page);
    if (wide) say(`${size.width} px: ${wide}`);
    if (size.width === 320) continue;
    for (const problem of await axe(page)) say(`${size.width} px, light: ${problem}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await settle();
    for (const problem of await axe(page, { only: ['color-contrast', 'link-in-text-block'] })) say(`${size.width} px, dark: ${problem}`);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  // what is behind menus: all opened at once, so what covers what does not count
  await page.evaluate(() => { for (const menu of document.querySelectorAll('details')) menu.open = true; });
  for (const problem of await axe(page, { without: ['color-contrast', 'target-size', 'scrollable-region-focusable'] })) say(`menus open: ${problem}`);
  await page.setViewportSize(PHONE);
  const violations = await page.evaluate(() => window.violations);
  for (const violation of violations) say(`policy: ${violation}`);
};

/** Walks from `start`, two pages of each kind, at most `most` in all. */
const walk = async (one, who, start, most = 70) => {
  const { page, complaints } = one;
  const seen = new Map();
  const known = new Set();
  const queue = [...start];
  const found = [];
  let count = 0;
  while (queue.length && count < most) {
    const address = queue.shift();
    const url = new URL(address, page.url() === 'about:blank' ? start.origin : page.url());
    const name = kind(url);
    if (known.has(url.href) || (seen.get(name) ?? 0) >= 2 || notPages.test(url.pathname)) continue;
    known.add(url.href);
    seen.set(name, (seen.get(name) ?? 0) + 1);
    const answer = await page.goto(url.href, { waitUntil: 'load' });
    if (!answer.headers()['content-type']?.includes('text/html')) continue;
    if (answer.status() >= 400) {
      found.push(`${who} ${decodeURIComponent(url.pathname + url.search)}: a link of the site led here and it answered ${answer.status()}`);
      continue;
    }
    count += 1;
    queue.push(...await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => a.href)
      .filter((href) => href.startsWith(`${location.origin}/`)).map((href) => href.split('#')[0])));
    await look(page, `${who} ${decodeURIComponent(url.pathname + url.search)}`, found);
  }
  found.push(...complaints);
  return { found, count, kinds: [...seen.keys()] };
};

test('pages of the demo world', { skip: missing, timeout: 1_500_000 }, async (t) => {
  // the data folder that .ci/run made a moment ago is as good as a new one
  const made = process.env.STORYPLUS_DEMO_DIR;
  const dir = await mkdtemp(join(tmpdir(), 'storyplus-axe-'));
  if (made && existsSync(made) && readdirSync(made).length > 0) await cp(made, dir, { recursive: true });
  const site = await Site.start({ command: 'demo', dir, bound: 240 });
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await site.stop();
    await rm(dir, { recursive: true, force: true });
  });
  const logins = await demoLogins(site);

  const people = [
    ['visitor', undefined, ['/', '/discover', '/search?q=쿠키', '/search?q=쿠키&tab=products', '/search?q=없는말없는말', '/login', '/signup']],
    ['follower', logins.follower, ['/', '/?tab=friends', '/?tab=shops', '/compose', '/friends', '/notifications', '/wishes', '/settings', '/shops/new', '/act-as', '/search?q=쿠키']],
    ['owner', logins.owner, ['/', '/act-as', '/compose', '/notifications', '/settings']],
    ['moderator', logins.moderator, ['/moderation', '/moderation/log', '/moderation/audit']],
  ];
  for (const [who, login, start] of people) {
    await t.test(`${who}: axe, width, console, policy, shifts`, async () => {
      const one = await visitor(browser, site);
      await one.page.goto('/');
      let more = [];
      if (login) {
        await one.page.goto('/login');
        await send(one.page, 'form[action="/login"]', login);
        assert.equal(new URL(one.page.url()).pathname, '/', 'logged in');
      }
      if (who === 'owner') {
        await one.page.goto('/act-as');
        const act = one.page.locator('main form[action="/act-as"] button[name=account]');
        const handle = await act.last().getAttribute('value');
        if (await one.page.locator('body.is-acting').count() === 0) await leads(one.page, () => press(act.last()));
        await one.page.goto('/act-as');
        const studio = await one.page.locator('main a[href^="/shops/"]').first().getAttribute('href');
        more = [at(handle), studio, `${studio}/catalog`, `${studio}/products/new`];
      }
      // addresses of the list that this version does not have are none of this test's business
      const there = [];
      for (const address of [...start, ...more]) if ((await one.page.request.get(address)).ok()) there.push(address);
      const { found, count, kinds } = await walk(one, who, there);
      t.diagnostic(`${who}: ${count} pages of ${kinds.length} kinds`);
      console.log(`${who}: ${count} pages: ${kinds.join(' ')}`);
      await one.close();
      none(found);
    });
  }

  await t.test('mistakes: forms that came back, what is not there', async () => {
    const one = await visitor(browser, site);
    const { page } = one;
    const found = [];
    await page.goto('/signup');
    await page.evaluate(() => { for (const form of document.forms) form.noValidate = true; });
    await send(page, 'form[action="/signup"]', { email: 'x', password: '1', handle: '!', display_name: '' });
    assert.ok(await page.locator('.error-summary').count() > 0);
    await look(page, 'sign-up with mistakes', found);
    await page.goto('/login');
    await send(page, 'form[action="/login"]', { email: 'nobody@example.kr', password: 'wrong words here' });
    await look(page, 'log-in with mistakes', found);
    assert.equal((await page.goto('/stories/1')).status(), 404);
    await look(page, 'a story that is not there', found);
    await page.goto('/login');
    await send(page, 'form[action="/login"]', logins.follower);
    await page.goto('/compose');
    await page.evaluate(() => { for (const form of document.forms) form.noValidate = true; });
    await send(page, 'form[action="/stories"]', { body: '가'.repeat(4001) });
    assert.ok(await page.locator('.error-summary, .is-wrong').count() > 0);
    await look(page, 'a story too long', found);
    assert.equal((await page.goto('/moderation')).status() >= 403, true);
    await look(page, 'what one may not see', found);
    await one.close();
    none(found);
  });

  await t.test('the themes and the language that a person chooses', async () => {
    const one = await visitor(browser, site, { locale: 'en-GB', size: DESKTOP });
    const found = [];
    for (const address of ['/', '/discover', '/login', '/search?q=쿠키']) {
      await one.page.goto(address);
      assert.equal(await one.page.getAttribute('html', 'lang'), 'en');
      await look(one.page, `English ${address}`, found);
    }
    await one.close();
    none(found);
  });
});
