// Visits a site by its links and checks everything on each page.
import { DESKTOP, PHONE, axe, overflow } from './browser.mjs';

/** Returns the kind of an address: numbers, handles and the values of a query do not make another page. */
export const kind = (url) => {
  const path = url.pathname.replace(/\/\d+(?=\/|$)/g, '/:id').replace(/^\/@[^/]+/, '/@:handle')
    .replace(/^\/shops\/(?!new$)[^/]+/, '/shops/:handle').replace(/^\/tags\/[^/]+/, '/tags/:tag');
  const keys = [...url.searchParams.keys()].filter((key) => !['after', 'before', 'next', 'q'].includes(key)).sort();
  return path + (keys.length ? `?${keys.join('&')}` : '');
};

export const notPages = /^\/(assets|media|manifest\.webmanifest|sitemap\.xml|robots\.txt|favicon\.ico|healthz|readyz)|\.(atom|xml|csv|tsv)$/;

/** The largest layout shift that a page may have while it loads (the web's "good" is 0.1; a page from one server needs none). */
const SHIFT = 0.02;

export const look = async (page, where, found) => {
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
  // the content of menus: all are opened at once, so overlaps do not count
  await page.evaluate(() => { for (const menu of document.querySelectorAll('details')) menu.open = true; });
  for (const problem of await axe(page, { without: ['color-contrast', 'target-size', 'scrollable-region-focusable'] })) say(`menus open: ${problem}`);
  await page.setViewportSize(PHONE);
  const violations = await page.evaluate(() => window.violations);
  for (const violation of violations) say(`policy: ${violation}`);
};

/** Visits pages from `start`, two of each kind and at most `most`; beyond `start` only where `within` matches. */
export const walk = async (one, who, start, { most = 40, within = /^/, visit = look } = {}) => {
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
    queue.push(...(await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => new URL(a.getAttribute('href'), location.href).href)
      .filter((href) => href.startsWith(`${location.origin}/`)).map((href) => href.split('#')[0]))).filter((href) => within.test(new URL(href).pathname)));
    await visit(page, `${who} ${decodeURIComponent(url.pathname + url.search)}`, found);
  }
  found.push(...complaints);
  return { found, count, kinds: [...seen.keys()] };
};
