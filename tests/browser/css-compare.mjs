// Compares two stylesheets on the pages of a running site: the one of a commit and the one of the working tree.
//   node css-compare.mjs COMMIT ORIGIN [--as EMAIL PASSWORD [--shop HANDLE]] [--most N] [address …]
// Walks the site by its links from the addresses given, and on each page compares the computed style of every element
// and of its ::before and ::after, at three widths, in light and dark, with all menus open, and printed. A change of
// CSS that is meant to change nothing, such as a move between files, prints 0 findings and ends with status 0.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { launch, missing, visitor } from './lib/index.mjs';
import { leads, press, send } from './lib/people.mjs';
import { walk } from './lib/walk.mjs';

if (missing) throw new Error(missing);
const args = process.argv.slice(2);
const take = (name, n) => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, n + 1).slice(1);
};
const as = take('--as', 2);
const shop = take('--shop', 1)?.[0];
const most = Number(take('--most', 1)?.[0] ?? 40);
const [commit, origin, ...addresses] = args;
if (!commit || !origin) throw new Error('node css-compare.mjs COMMIT ORIGIN [--as EMAIL PASSWORD [--shop HANDLE]] [--most N] [address …]');

const root = fileURLToPath(new URL('../../', import.meta.url));
const git = (...words) => execFileSync('git', ['-C', root, ...words], { encoding: 'utf8' });
const isSheet = (name) => name.endsWith('.css');
/** The files as the server joins them: in the order of their names. */
const bundle = (names, read) => names.filter(isSheet).sort().map(read).join('\n');
const before = bundle(git('ls-tree', '--name-only', `${commit}:assets/css`).split('\n'), (name) => git('show', `${commit}:assets/css/${name}`));
const after = bundle(readdirSync(`${root}assets/css`), (name) => readFileSync(`${root}assets/css/${name}`, 'utf8'));

/** The number of elements of one kind (by their tags and classes up to the root) that are compared in each state. */
const SAMPLES = 3;

/** Runs in the page: differences in computed style between the two stylesheets, a line each. */
const differences = ([old, now, counts, samples]) => {
  const path = (element) => (element
    ? `${path(element.parentElement)}>${element.tagName}.${element.getAttribute('class') ?? ''}${element.ariaPressed ?? ''}${element.ariaCurrent ?? ''}`
    : '');
  const seen = new Map(counts);
  const elements = [...document.querySelectorAll('html, body, body *')].filter((element) => {
    const key = [...path(element)].reduce((hash, char) => (Math.imul(hash, 31) + char.codePointAt(0)) | 0, 7);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= samples;
  });
  const sheet = new CSSStyleSheet();
  for (const link of document.styleSheets) link.disabled = true;
  document.adoptedStyleSheets = [sheet];
  const names = [...getComputedStyle(document.body)].filter((name) => !name.startsWith('--'));
  const boxes = ['', '::before', '::after', '::backdrop', '::placeholder'];
  const styles = (css) => {
    sheet.replaceSync(css);
    return elements.map((element) => boxes.map((pseudo) => {
      if (pseudo === '::backdrop' && element.tagName !== 'DIALOG') return [];
      if (pseudo === '::placeholder' && !element.placeholder) return [];
      const style = getComputedStyle(element, pseudo);
      if (['::before', '::after'].includes(pseudo) && style.content === 'none') return [];
      return names.map((name) => style.getPropertyValue(name));
    }));
  };
  const [one, two] = [styles(old), styles(now)];
  const found = new Set();
  elements.forEach((element, n) => boxes.forEach((pseudo, box) => {
    const [then, today] = [one[n][box], two[n][box]];
    const changed = names.map((name, at) => [name, then[at], today[at]]).filter(([, was, is]) => was !== is)
      .map(([name, was, is]) => `${name}: ${was} → ${is}`);
    const what = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}${pseudo}`;
    if (changed.length) found.add(`${what} { ${changed.slice(0, 4).join('; ')} }`);
  }));
  for (const link of document.styleSheets) link.disabled = false;
  document.adoptedStyleSheets = [];
  return { count: elements.length, found: [...found], seen: [...seen] };
};

let compared = 0;
const seen = {};
const compare = async (page, where, found) => {
  const compareAs = async (state) => {
    const answer = await page.evaluate(differences, [before, after, seen[state] ?? [], SAMPLES]);
    compared += answer.count;
    seen[state] = answer.seen;
    found.push(...answer.found.map((line) => `${where}, ${state}: ${line}`));
  };
  await page.evaluate(() => { for (const menu of document.querySelectorAll('details')) menu.open = true; });
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await compareAs(`${width} px`);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  await compareAs('dark');
  await page.emulateMedia({ colorScheme: 'light', media: 'print' });
  await compareAs('printed');
  await page.emulateMedia({ media: 'screen', forcedColors: 'active' });
  await compareAs('forced colours');
  await page.emulateMedia({ forcedColors: 'none' });
};

const browser = await launch();
const one = await visitor(browser, { origin });
if (as) {
  await one.page.goto('/login');
  await send(one.page, 'form[action="/login"]', { email: as[0], password: as[1] });
}
if (shop) {
  await one.page.goto('/act-as');
  await leads(one.page, () => press(one.page.locator(`form[action="/act-as"] button[value="${shop}"]`)));
}
const start = (addresses.length ? addresses : ['/']).map((address) => new URL(address, origin).href);
const { found, count } = await walk(one, as?.[0] ?? 'visitor', start, { most, visit: compare });
for (const line of found) console.log(line);
console.log(`${found.length} findings on ${count} pages (${compared} elements compared)`);
await browser.close();
process.exitCode = found.length > 0 ? 1 : 0;
