// Actions of people, through the forms on the pages: find the button, open its menu, fill, press.
import assert from 'node:assert/strict';
import { photo } from './browser.mjs';
import { until } from './site.mjs';

export const PASSWORD = '봄비 오는 날 우산 셋';

/** Returns the first visible one, else the first one (in a closed menu, for example). */
const pick = async (target) => {
  await target.first().waitFor({ state: 'attached' });
  const seen = target.filter({ visible: true });
  return await seen.count() > 0 ? seen.first() : target.first();
};

/** Presses a button or link, after opening the menus around it as a person would. */
export const press = async (target) => {
  const one = await pick(target);
  const closed = one.locator('xpath=ancestor::details[not(@open)]');
  while (await closed.count() > 0) await closed.first().locator('> summary').click();
  await one.click();
};

/** Does something that leads to a new page, and waits until it is there. */
export const leads = async (page, act) => {
  await page.evaluate(() => { window.before = true; });
  await act();
  await until('a new page', () => page.evaluate(() => !window.before && document.readyState === 'complete'));
};

export const follow = (page, target) => leads(page, () => press(target));

/** Fills a form's fields by their names and sends it. Files: arrays of paths. */
export const send = async (page, selector, fields = {}, button) => {
  const form = await pick(page.locator(selector));
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((el) => (el.tagName === 'INPUT' ? el.type : el.tagName.toLowerCase()));
    if (kind === 'file') await field.first().setInputFiles(value);
    else if (kind === 'radio' || kind === 'checkbox') {
      for (const one of [value].flat()) {
        const box = form.locator(`[name="${name}"][value="${one}"]`);
        const closed = box.locator('xpath=ancestor::details[not(@open)]');
        while (await closed.count() > 0) await closed.first().locator('> summary').click();
        // people see and press the label
        const label = box.locator('xpath=ancestor::label');
        if (!await box.isChecked()) await (await label.count() ? label : box).click();
        assert.ok(await box.isChecked(), `${name} ${one} is chosen`);
      }
    } else if (kind === 'select') await field.selectOption(value);
    else await field.first().fill(value);
  }
  const submit = button ? form.locator(button) : form.locator('button.button-main, button.button-stop-main, button:not([name]):not([type=button]):not([aria-hidden])').filter({ visible: true }).last();
  await leads(page, () => press(submit));
};

export const words = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

export const sees = async (page, text) => {
  const found = await words(page);
  assert.ok(found.includes(text), `«${text}» is not on ${page.url()}:\n${found.slice(0, 1500)}`);
};

export const missesWords = async (page, text) => {
  const found = await page.locator('body').innerText();
  assert.ok(!found.includes(text), `«${text}» is on ${page.url()}`);
};

/** Signs up from the front page. */
export const signUp = async (page, handle, name, email) => {
  await page.goto('/');
  await follow(page, page.locator('a[href^="/signup"]'));
  await send(page, 'form[action="/signup"]', { email, password: PASSWORD, handle, display_name: name });
  assert.equal(new URL(page.url()).pathname, '/', await words(page));
};

/** Opens a shop and acts as it. */
export const openShop = async (page, handle, name, bio) => {
  await page.goto('/shops/new');
  await send(page, 'form[action="/shops"]', { handle, display_name: name, bio });
  if (await page.locator('body.is-acting').count() === 0) {
    await page.goto('/act-as');
    await leads(page, () => press(page.locator(`form[action="/act-as"] button[name=account][value="${handle}"]`)));
  }
  assert.equal(await page.locator('body.is-acting').count(), 1, 'it is visible that one acts as the shop');
};

/** The picture that the stories and products of these tests show. */
export const PICTURE = photo('metadata-gps.jpg');
export const SMALL = photo('orientation-6.jpg');

/** Address of the page of an account. */
export const at = (handle) => `/@${encodeURIComponent(handle)}`;

/** A request with the cookies of the page and its origin: for what a test needs but does not try. */
export const post = async (page, path, form) => {
  const origin = new URL(page.url()).origin;
  const multipart = Object.values(form).some((value) => typeof value === 'object');
  const answer = await page.request.post(path, {
    [multipart ? 'multipart' : 'form']: form,
    headers: { origin, accept: 'application/json' },
  });
  assert.ok(answer.ok(), `POST ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
};
