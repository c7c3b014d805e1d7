// Screenshots of a running demo (or any site), for people to look at:
//     node shots.mjs http://127.0.0.1:8080 [--as EMAIL PASSWORD] [--only word] [--full] [address …]
// Without addresses it takes the main pages, which it finds by their links. They go into tests/browser/shots, which
// git ignores.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { launch, missing, visitor } from './lib/index.mjs';
import { send } from './lib/people.mjs';

if (missing) throw new Error(missing);
const args = process.argv.slice(2);
const take = (name, n) => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, n + 1).slice(1);
};
const as = take('--as', 2);
const only = take('--only', 1)?.[0];
const full = take('--full', 0) !== undefined;
const origin = args.shift() ?? 'http://127.0.0.1:8080';
const folder = fileURLToPath(new URL('./shots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const browser = await launch();
const mains = async (page) => {
  const found = new Map([['front', '/'], ['discover', '/discover'], ['search', '/search?q=쿠키'], ['login', '/login'], ['signup', '/signup']]);
  const from = async (address, pattern, name) => {
    await page.goto(address);
    const href = await page.evaluate((source) => [...document.querySelectorAll('main a[href]')].map((a) => a.getAttribute('href'))
      .find((one) => new RegExp(source).test(one)), pattern);
    if (href) found.set(name, href);
    return href;
  };
  const shop = await from('/discover', '^/@[^/]+$', 'shop');
  if (shop) found.set('shop-products', `${shop}/products`);
  await from('/discover', '^/products/\\d+$', 'product');
  const story = await from('/', '^/stories/\\d+$', 'story');
  if (story) await from(story, '/photos/\\d+$', 'photo');
  if (as) {
    for (const name of ['compose', 'friends', 'notifications', 'wishes', 'settings', 'act-as', 'shops/new', 'moderation', 'moderation/log']) found.set(name.replace('/', '-'), `/${name}`);
    await from('/moderation', '^/moderation/cases/\\d+$', 'moderation-case');
    const studio = await from('/act-as', '^/shops/[^/]+$', 'studio');
    if (studio && studio !== '/shops/new') {
      found.set('studio-catalog', `${studio}/catalog`);
      found.set('product-new', `${studio}/products/new`);
    }
  }
  return found;
};

let pages;
for (const locale of ['ko-KR', 'en-GB'])
  for (const width of [360, 768, 1280])
    for (const theme of ['light', 'dark']) {
      const name = `${locale.slice(0, 2)}-${width}-${theme}`;
      if (only && !name.includes(only)) continue;
      const one = await visitor(browser, { origin }, { size: { width, height: width < 700 ? 740 : 900 }, theme, locale });
      if (as) {
        await one.page.goto('/login');
        await send(one.page, 'form[action="/login"]', { email: as[0], password: as[1] });
      }
      pages ??= args.length ? new Map(args.map((address) => [address.replace(/\W+/g, '-'), address])) : await mains(one.page);
      for (const [page, address] of pages) {
        const answer = await one.page.goto(address, { waitUntil: 'networkidle' });
        if (!answer.ok()) {
          console.log(`${address}: ${answer.status()}`);
          continue;
        }
        await one.page.screenshot({ path: `${folder}${as ? `${as[0].split('@')[0]}-` : ''}${page}-${name}.png`, fullPage: full });
      }
      for (const complaint of one.complaints) console.log(complaint);
      await one.close();
    }
await browser.close();
