// What the browser tests have in common.
export * from './site.mjs';
export * from './browser.mjs';
