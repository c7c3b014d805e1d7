// Writes the tree of every page of the demo, so that a change of templates or styles can be proved to change nothing:
//   node trees.mjs DEMO_FOLDER OUT [empty|pages|removals …]
// STORYPLUS_BINARY says which build; then diff -r OUT_BEFORE OUT_AFTER.
// DEMO_FOLDER is a data folder that `storyplus demo` has filled; the pages are those of a copy of it, so that two
// runs see the same site. Also the pages of a site with nothing on it, and forms that come back with mistakes.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DESKTOP, PHONE, Site, launch, missing, visitor } from './lib/index.mjs';
import { demoLogins } from './lib/demo.mjs';
import { steady, tree } from './lib/tree.mjs';
import { kind, notPages } from './lib/walk.mjs';

if (missing) throw new Error(missing);
const [demo, out, ...only] = process.argv.slice(2);
if (!out) throw new Error('node trees.mjs DEMO_FOLDER OUT');
const wants = (part) => only.length === 0 || only.includes(part);
const browser = await launch();
// everything created from here on has other ids and times in every run
const since = Date.now() - 1000;
const PASSWORD = '봄비 오는 날 우산 셋';

class Reader {
  /** `who`: the folder of the trees, a role and a language. */
  static async open(site, who, locale) {
    const reader = new Reader();
    Object.assign(reader, { site, who, count: 0, names: new Set() });
    reader.one = await visitor(browser, site, { locale: locale === 'ko' ? 'ko-KR' : 'en-GB' });
    reader.page = reader.one.page;
    reader.one.context.setDefaultTimeout(60_000);
    // scripts change pages, but not their templates
    await reader.page.route(/\.(js|webp|jpe?g|png)$|\/media\//, (route) => route.abort());
    await mkdir(join(out, who), { recursive: true });
    return reader;
  }

  async keep(name, status) {
    let file = steady(name, since).replace(/[^\p{L}\p{N}=@.-]+/gu, '_').slice(0, 110);
    while (this.names.has(file)) file += '+';
    this.names.add(file);
    await writeFile(join(out, this.who, `${file}.txt`), `${status}\n${await tree(this.page, [PHONE, DESKTOP], since)}\n`);
    this.count += 1;
  }

  async get(path, name = decodeURIComponent(path)) {
    const answer = await this.page.goto(path);
    if (!answer.headers()['content-type']?.includes('text/html')) return;
    await this.keep(name, answer.status());
  }

  /** Sends a form that no page needs to have; with `name`, the answer's tree is kept. */
  async post(path, fields, name, multipart = false) {
    const [answer] = await Promise.all([
      this.page.waitForNavigation(),
      this.page.evaluate(({ action, pairs, files }) => {
        const form = Object.assign(document.createElement('form'), { method: 'post', action });
        if (files) form.enctype = 'multipart/form-data';
        for (const [key, value] of pairs) {
          if (value?.file !== undefined) {
            const input = Object.assign(document.createElement('input'), { type: 'file', name: key });
            const transfer = new DataTransfer();
            transfer.items.add(new File([value.file], value.name, { type: 'text/csv' }));
            input.files = transfer.files;
            form.append(input);
          } else {
            const area = Object.assign(document.createElement('textarea'), { name: key });
            area.value = value;
            form.append(area);
          }
        }
        document.body.append(form);
        HTMLFormElement.prototype.submit.call(form);
      }, { action: path, pairs: Object.entries(fields), files: multipart }),
    ]);
    if (name) await this.keep(name, answer.status());
  }

  links(pattern) {
    return this.page.evaluate((source) => [...new Set([...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href')))]
      .filter((href) => new RegExp(source).test(href)), pattern);
  }

  /** The first link of a page that looks like this. */
  async find(path, pattern) {
    await this.page.goto(path);
    return (await this.links(pattern))[0];
  }

  /** Follows the links: so many pages of a kind, and of the many ways to narrow one page. */
  async walk(start, most = 3, ways = 12) {
    const queue = start.map((path) => new URL(path, this.site.origin).href);
    const known = new Set();
    const kinds = new Map();
    while (queue.length > 0) {
      const url = new URL(queue.shift());
      const one = kind(url);
      const [path] = one.split('?');
      if (url.origin !== this.site.origin || known.has(url.href) || notPages.test(url.pathname) || (kinds.get(one) ?? 0) >= most || (kinds.get(path) ?? 0) >= ways) continue;
      known.add(url.href);
      for (const name of new Set([one, path])) kinds.set(name, (kinds.get(name) ?? 0) + 1);
      await this.get(url.pathname + url.search, decodeURIComponent(url.pathname + url.search));
      queue.push(...(await this.links('.')).map((href) => new URL(href, url).href.split('#')[0]).filter((href) => !/\/(atom|logout)/.test(href)));
    }
  }

  async login({ email, password }, locale) {
    await this.page.goto('/login');
    await this.post('/login', { email, password });
    await this.post('/settings/language', { locale, next: '/' });
  }

  close() {
    console.log(`${this.who}: ${this.count} pages`);
    return this.one.close();
  }
}

const TABLE = 'id,title,price,description,availability,image_link\n,빵,1000,,in_stock,\n,과자,천원,,in_stock,http://127.0.0.1/x.jpg\n';

/** Forms that come back, and what only shows after a change. */
const mistakes = {
  async visitor(reader) {
    await reader.page.goto('/');
    await reader.post('/signup', { email: 'x', password: '1', handle: '!', display_name: '' }, 'mistakes-signup');
    await reader.post('/login', { email: 'nobody@example.kr', password: 'x', next: '/wishes' }, 'mistakes-login');
    await reader.get('/search?q=쿠키&min=9000&max=100', 'mistakes-search');
    await reader.get('/search?q=쿠ㅋ키스탄불가리아', 'search-nothing');
    await reader.get('/search', 'search-blank');
    await reader.get('/products/1', 'not-found');
    const shop = await reader.find('/discover', '^/@[^/]+$');
    await reader.get(`${shop}/products?min=900000&max=1`, 'mistakes-shop-products');
    await reader.get(`${shop}/products?sort=price&sale=true`, 'shop-products-chosen');
  },
  async member(reader) {
    await reader.page.goto('/');
    await reader.post('/settings/password', { current_password: 'x', password: '1' }, 'mistakes-password');
    await reader.post('/settings/profile', { display_name: '', handle: '!', bio: 'x'.repeat(3000) }, 'mistakes-profile');
    await reader.post('/settings/close', { current_password: '' }, 'mistakes-close');
    await reader.post('/shops', { display_name: '', handle: '', category: 'nothing', bio: '' }, 'mistakes-shop');
    await reader.post('/stories', { body: '', visibility: 'x' }, 'mistakes-story', true);
    await reader.post('/settings/photos', { avatar: { file: 'no photo', name: 'x.jpg' } }, 'mistakes-photos', true);
    await reader.post('/settings/language', { locale: 'xx', theme: 'xx' }, 'mistakes-language');
    const story = await reader.find('/', '^/stories/\\d+$');
    await reader.post(`${story}/comments`, { body: '' }, 'mistakes-comment');
    await reader.post('/reports', { target: `story:${story.split('/').at(-1)}` }, 'mistakes-report');
    await reader.get('/friends?q=x', 'friends-search');
    await reader.get('/search?q=쿠키', 'search-again');
    await reader.get('/search', 'search-recent');
    await reader.get('/compose?product=1', 'compose-product');
    await reader.get(`/compose?share_of=${story.split('/').at(-1)}`, 'compose-share');
    await reader.post(`${story}/feeling`, { kind: 'like' }, 'felt');
    await reader.post('/notifications/read', {}, 'notifications-read');
  },
  async shop(reader) {
    const studio = await reader.find('/act-as', '^/shops/(?!new)[^/]+$');
    await reader.post('/act-as', { account: decodeURIComponent(studio.split('/').at(-1)) }, 'acting');
    await reader.walk(['/', '/compose', studio, `${studio}/catalog`, `${studio}/photos`, `${studio}/close`], 2);
    await reader.post(`${studio}/products`, { title: '', price: 'x', sale_price: '9', link: 'x', stock: 'x', color: 'c'.repeat(200), category: 'x' }, 'mistakes-product', true);
    await reader.post(`${studio}/profile`, { display_name: '', handle: '' }, 'mistakes-shop-profile');
    await reader.post(`${studio}/details`, { business_email: 'x', business_number: '1' }, 'mistakes-details');
    await reader.post(`${studio}/close`, { current_password: '' }, 'mistakes-close-shop');
    await reader.post(`${studio}/catalog/bulk`, { act: '' }, 'mistakes-bulk');
    await reader.post(`${studio}/catalog/bulk`, { act: 'price', value: 'x', sale_from: 'x', ids: '1' }, 'mistakes-bulk-price');
    await reader.post(`${studio}/catalog/sections`, { add: '' }, 'mistakes-sections');
    await reader.post(`${studio}/catalog/import`, {}, 'mistakes-import', true);
    await reader.post('/stories', { body: '', products: '1', tag_product: '1', tag_photo: '9', tag_x: 'x', tag_y: 'y' }, 'mistakes-story', true);
    await reader.get(`${studio}/catalog?q=없는상품`, 'catalog-none');
    await reader.get(`${studio}/catalog?pick=all`, 'catalog-picked');
    await reader.post(`${studio}/catalog/import`, { file: { file: TABLE, name: 'x.csv' } }, 'import-preview', true);
    const batch = new URL(reader.page.url()).pathname;
    await reader.post(`${batch}/apply`, { version: '1' }, 'import-applied');
    await reader.get(batch, 'import-after');
    await reader.page.goto(`${studio}/catalog`);
    const ids = await reader.page.evaluate(() => [...document.querySelectorAll('input[name=ids]')].map((box) => box.value));
    await reader.post(`${studio}/catalog/bulk`, { act: 'out_of_stock', ids: ids[0] }, 'bulk-done');
    await reader.post(`/products/${ids[1]}/delete`, {}, 'product-deleted');
    await reader.get(`/products/${ids[1]}`, 'product-gone');
    await reader.get(`${studio}/products/new?variant_of=${ids[2]}`, 'product-variant');
    await reader.post(`/products/${ids[2]}/edit`, { title: '', price: '', version: '0', sku: 's'.repeat(300) }, 'mistakes-product-edit', true);
  },
  async moderator(reader) {
    const one = await reader.find('/moderation', '^/moderation/cases/\\d+$');
    await reader.post(`${one}/act`, {}, 'mistakes-case');
    await reader.post(`${one}/act`, { action: 'dismiss' }, 'case-dismissed');
    await reader.get(one, 'case-after');
    const other = await reader.find('/moderation', '^/moderation/cases/\\d+$');
    if (other) await reader.post(`${other}/act`, { action: 'remove', ground: 'illegal', text: 'x' }, 'case-removed');
    if (other) await reader.get(other, 'case-removed-after');
    await reader.get('/moderation?reason=spam&kind=story', 'queue-filtered');
  },
};

/** A story and an account that a moderator takes down, as all sides see it. */
const removals = async (visit, logins) => {
  let story;
  let handle;
  logins.removed = { email: 'person05@demo.example', password: logins.owner.password };
  await visit('owner', null, async (reader) => {
    const studio = await reader.find('/act-as', '^/shops/(?!new)[^/]+$');
    [story] = /\d+$/.exec(await reader.find(studio.replace('/shops/', '/@'), '^/stories/\\d+$'));
  });
  await visit('removed', null, async (reader) => {
    await reader.page.goto('/settings/profile');
    handle = await reader.page.inputValue('#handle');
  });
  const targets = () => [`story:${story}`, `account:${handle}`];
  await visit('follower', null, async (reader) => {
    for (const target of targets()) await reader.post('/reports', { target, reason: 'spam', text: '한 줄\n두 줄' }, `reported-${target}`);
  });
  const cases = [];
  const decide = async (reader, path, name, fields) => {
    await reader.get(path, `${name}-before`);
    await reader.post(`${path}/act`, fields, name);
    await reader.get(path, `${name}-after`);
  };
  await visit('moderator', null, async (reader) => {
    for (const target of targets()) {
      await reader.page.goto(`/moderation?kind=${target.split(':')[0]}`);
      for (const path of await reader.links('^/moderation/cases/\\d+$')) {
        await reader.page.goto(path);
        if ((await reader.page.content()).includes(target.startsWith('story') ? `/stories/${story}"` : `@${handle}<`)) {
          cases.push(path);
          break;
        }
      }
      await decide(reader, cases.at(-1), `removed-${target}`, { action: 'remove', ground: 'spam', text: '왜' });
    }
  });
  await visit('owner', ['/statements', '/notifications'], async (reader) => {
    const statement = await reader.find('/statements', '^/statements/\\d+$');
    await reader.post(`${statement}/appeal`, { text: '' }, 'mistakes-appeal');
    await reader.post(`${statement}/appeal`, { text: '아니에요' }, 'appealed');
    await reader.get(statement, 'appeal-waits');
  });
  await visit('removed', ['/statements', '/']);
  await visit('moderator', ['/moderation', '/moderation/log'], async (reader) => {
    await decide(reader, cases[0], 'appeal-answered', { action: 'dismiss', text: '그대로' });
    await decide(reader, cases[1], 'restored', { action: 'restore', text: '' });
  });
  await visit('owner', null, async (reader) => reader.get(await reader.find('/statements', '^/statements/\\d+$'), 'appeal-answer'));
  await visit('removed', null, async (reader) => reader.get(await reader.find('/statements', '^/statements/\\d+$'), 'restored'));
};

const demoPages = async (part, locale) => {
  const folder = await mkdtemp(join(tmpdir(), 'storyplus-trees-'));
  await cp(demo, folder, { recursive: true });
  const site = await Site.start({ command: 'demo', dir: folder, bound: 120 });
  try {
    const logins = await demoLogins(site);
    let nth = 0;
    const visit = async (role, walk, ...rest) => {
      nth += 1;
      const reader = await Reader.open(site, `${part}-${locale}-${nth}-${role}`, locale);
      if (logins[role]) await reader.login(logins[role], locale);
      if (walk) await reader.walk(walk);
      for (const more of rest) await more(reader);
      await reader.close();
    };
    if (part === 'removals') {
      await removals(visit, logins);
      return;
    }
    const own = ['/', '/compose', '/friends', '/notifications', '/wishes', '/settings', '/settings/close', '/shops/new', '/statements', '/search?q=케이크'];
    await visit('visitor', ['/', '/discover', '/search?q=쿠키', '/search?q=커피&tab=products', '/search?q=%23빵', '/login?next=/wishes', '/signup']);
    await visit('follower', own);
    await visit('owner', own);
    await visit('moderator', [...own, '/moderation', '/moderation?state=closed', '/moderation/log']);
    await visit('visitor', null, mistakes.visitor);
    await visit('follower', null, mistakes.member);
    await visit('owner', null, mistakes.member, mistakes.shop);
    await visit('moderator', null, mistakes.moderator);
  } finally {
    await site.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Pages that say that there is nothing yet. */
const emptyPages = async () => {
  const site = await Site.start();
  try {
    const reader = await Reader.open(site, 'empty-ko', 'ko');
    await reader.walk(['/', '/discover', '/search', '/search?q=x']);
    await reader.page.goto('/signup');
    await reader.post('/signup', { email: 'one@example.kr', password: PASSWORD, handle: '하나', display_name: '하나' }, 'signed-up');
    await site.cli('user', 'promote', 'one@example.kr', 'moderator');
    await reader.walk(['/', '/?tab=friends', '/?tab=shops', '/friends', '/notifications', '/wishes', '/settings', '/statements', '/moderation', '/moderation/log', '/shops/new']);
    await reader.post('/shops', { display_name: '가게', handle: '가게', category: 'bakery', bio: '' }, 'shop-made');
    await reader.walk([`/shops/${encodeURIComponent('가게')}`, `/@${encodeURIComponent('가게')}`], 2);
    await reader.close();
  } finally {
    await site.stop();
  }
};

try {
  if (wants('empty')) await emptyPages();
  for (const part of ['pages', 'removals'].filter(wants))
    for (const locale of ['ko', 'en']) await demoPages(part, locale);
} finally {
  await browser.close();
}
