// Chromium, and pages that record everything that they complained about.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { binary } from './site.mjs';

const chromiumPath = [process.env.STORYPLUS_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser']
  .find((path) => path && existsSync(path));
const playwright = await import('playwright-core').catch(() => null);

/** The reason why the browser tests cannot run here, or undefined if they can. In CI the reporter counts a skip as a failure. */
export const missing = [
  !playwright && 'npm modules are missing: npm ci in tests/browser',
  !chromiumPath && 'chromium is missing',
  !binary && 'the binary is missing: cargo build --release',
].filter(Boolean).join('; ') || undefined;

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const launch = () => playwright.chromium.launch({ executablePath: chromiumPath, args: flags });

/** Opens one person's browser: its own cookies, Korean first. `complaints` collects everything that must not happen. */
export const visitor = async (browser, site, { size = PHONE, scripts = true, locale = 'ko-KR', theme = 'light' } = {}) => {
  const context = await browser.newContext({
    baseURL: site.origin,
    viewport: size,
    javaScriptEnabled: scripts,
    locale,
    colorScheme: theme,
    reducedMotion: 'reduce',
    hasTouch: size.width < 700,
  });
  context.setDefaultTimeout(15_000);
  const complaints = [];
  // layout shifts and policy violations are collected in the page; a shift just after input does not count
  await context.addInitScript(() => {
    window.shifted = 0;
    window.shifts = [];
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`);
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue;
        window.shifted += entry.value;
        window.shifts.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 160) ?? node?.nodeName));
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // Chromium logs a line for every response of 400 and above; pages that are meant to fail are checked by their
    // status
    if (/Failed to load resource.*\b(404|409|422|403|429)\b/.test(message.text()) && message.location().url === page.url()) return;
    complaints.push(`console on ${page.url()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`script on ${page.url()}: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`);
    else if (response.status() >= 400 && response.request().resourceType() !== 'document' && !response.request().isNavigationRequest()
      && ['image', 'stylesheet', 'script', 'font'].includes(response.request().resourceType()))
      complaints.push(`${response.status()} from ${response.url()} on ${page.url()}`);
  });
  return { context, page, complaints, scripts, size, close: () => context.close() };
};

const axeSource = missing ? '' : readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Returns the findings of axe-core, one line per kind of violation. `options.rules` as axe takes them; `only`: just these rules. */
export const axe = async (page, { only, without = [] } = {}) => {
  if (!await page.evaluate('typeof axe === "object"')) await page.evaluate(axeSource);
  const found = await page.evaluate(({ levels, only: names, without: off }) => window.axe.run(document, {
    runOnly: names ? { type: 'rule', values: names } : { type: 'tag', values: levels },
    rules: Object.fromEntries(off.map((id) => [id, { enabled: false }])),
    resultTypes: ['violations'],
  }), { levels: LEVELS, only, without });
  return found.violations.map(({ id, nodes }) => `${id} ×${nodes.length}: ${nodes.slice(0, 3)
    .map((node) => `${node.html.slice(0, 200)} [${[...node.any, ...node.all, ...node.none][0]?.message ?? ''}]`).join(' | ')}`);
};

/** Returns whatever sticks out to the right of the window. */
export const overflow = (page) => page.evaluate(() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return null;
  const wide = [...document.querySelectorAll('body *')].filter((el) => el.getBoundingClientRect().right > root.clientWidth + 1);
  return `${root.scrollWidth} px wide in ${root.clientWidth}: ${wide.slice(0, 4).map((el) => `${el.tagName.toLowerCase()}.${el.className?.baseVal ?? el.className}`).join(', ')}`;
});

/** Returns the path of a photo of the fixtures. */
export const photo = (name) => fileURLToPath(new URL(`../../fixtures/photos/${name}`, import.meta.url));
