// Every page that can be reached, for each kind of person, in both themes, at phone and desktop width: axe-core finds
// nothing, nothing sticks out, nothing appears in the console, nothing jumps. The pages are found by following the
// links of the demo, two of each kind of address.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { DESKTOP, Site, launch, missing, none, visitor } from './lib/index.mjs';
import { demoLogins } from './lib/demo.mjs';
import { at, leads, press, send } from './lib/people.mjs';
import { look, walk } from './lib/walk.mjs';

test('pages of the demo world', { skip: missing, timeout: 1_500_000 }, async (t) => {
  // the data folder that .ci/run has just made is as good as a new one
  const made = process.env.DEMO_DIR;
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
    ['follower', logins.follower, ['/', '/?tab=friends', '/?tab=shops', '/compose', '/friends', '/notifications', '/wishes', '/settings', '/settings/close', '/statements', '/shops/new', '/act-as', '/search?q=쿠키']],
    ['owner', logins.owner, ['/', '/act-as', '/compose', '/notifications', '/settings']],
    ['moderator', logins.moderator, ['/moderation', '/moderation?state=closed', '/moderation?only=urgent&kind=story', '/moderation/log', '/statements', '/reports/new?target=account:수제쿠키'], /^\/(moderation|statements|reports)/],
  ];
  // moderators see the other pages as the follower does
  for (const [who, login, start, within] of people) {
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
      // addresses that this version does not have are not checked here
      const there = [];
      for (const address of [...start, ...more]) if ((await one.page.request.get(address)).ok()) there.push(address);
      const { found, count, kinds } = await walk(one, who, there, { within });
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
