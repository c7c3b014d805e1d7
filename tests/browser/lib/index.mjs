// Everything that the browser tests share.
export * from './site.mjs';
export * from './browser.mjs';
