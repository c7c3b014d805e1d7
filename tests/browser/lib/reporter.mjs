// Prints one line per test as it ends, with the reason of a failure at once, and the total alone on the last line.
// Only tests count, not the suites around them; in CI a skipped test counts as failed.
import { inspect } from 'node:util';

const strict = Boolean(process.env.CI);

export default async function* report(source) {
  const from = Date.now();
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const broken = [];
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const suite = data.details?.type === 'suite';
    // node reports each file as a test too; that matters only if the file itself failed
    const file = data.nesting === 0 && /\.test\.mjs$/.test(data.name);
    const pad = '  '.repeat(data.nesting);
    const time = `${Math.round(data.details?.duration_ms ?? 0)} ms`;
    if (type === 'test:fail') {
      const error = data.details?.error;
      const own = error?.failureType !== 'subtestsFailed';
      if (own) {
        failed += 1;
        broken.push(data.name);
        yield `${pad}FAILED  ${data.name} (${time})\n`;
        yield `${(error?.cause?.stack ?? inspect(error?.cause ?? error, { depth: 3 })).split('\n').filter((line) => !/node:internal|node_modules/.test(line)).join('\n').replace(/^/gm, `${pad}        `)}\n`;
      } else yield `${pad}failed  ${data.name} (${time})\n`;
    } else if (data.skip !== undefined) {
      skipped += 1;
      if (strict) {
        failed += 1;
        broken.push(`${data.name} (skipped in CI)`);
      }
      yield `${pad}SKIPPED ${data.name}: ${data.skip || 'no reason given'}\n`;
    } else {
      if (!suite && !file) passed += 1;
      yield `${pad}ok      ${data.name} (${time})\n`;
    }
  }
  for (const name of broken) yield `failed: ${name}\n`;
  if (skipped) yield `skipped: ${skipped}\n`;
  yield `== browser: ${Math.round((Date.now() - from) / 1000)} s\n`;
  yield `${passed} passed, ${failed} failed\n`;
  if (failed) process.exitCode = 1;
}
