// Scores the site's main pages: `npm run lighthouse`. Three runs of each, on a phone as Lighthouse simulates one.
// Writes build/lighthouse.json.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { npm } from './npm.mjs';
import { main, root, run, say } from './run.mjs';
import { contentType, serve } from './serve.mjs';
import { buildSite } from './site.mjs';

/** Fetched when it is needed: with all that it needs it is larger than everything else that the tests install from npm. */
const lighthouse = 'lighthouse@12.8.2';
const site = join(root, 'build/site');
const base = '/some/where/';
const pages = [
  'index',
  'docs/integrate',
  'reference/index',
  'demo/index',
  'demo/evaluate/index',
  'demo/bench/index',
];
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
/** The least score of a page, of 100. */
const least = 95;
const runs = 3;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Sends texts compressed, as hosts do. */
function compressed(path, response) {
  const file = join(site, path.slice(base.length));
  if (!/\.(html|js|css|svg)$/.test(path) || !existsSync(file)) return false;
  response.writeHead(200, { 'content-type': contentType(path), 'content-encoding': 'gzip' });
  response.end(gzipSync(readFileSync(file)));
  return true;
}

/** Returns the median scores of a page, and the audits that took points from its last run. */
async function score(url, browser, folder) {
  const results = [];
  const report = join(folder, 'report.json');
  for (let index = 0; index < runs; index++) {
    const options = [
      `--only-categories=${categories.join()}`,
      '--throttling-method=simulate',
      '--chrome-flags=--headless=new --no-sandbox',
      '--output=json',
      `--output-path=${report}`,
      '--quiet',
    ];
    const call = npm('exec', '--yes', '--', lighthouse, url, ...options);
    const code = await run(...call, { env: { CHROME_PATH: browser } });
    if (code !== 0) throw new Error(`${lighthouse} ended with ${code}; its message is above.`);
    results.push(JSON.parse(readFileSync(report, 'utf8')));
  }
  const of = (category) => median(results.map((lhr) => Math.round(100 * lhr.categories[category].score)));
  const scores = Object.fromEntries(categories.map((category) => [category, of(category)]));
  const { audits, categories: last } = results[results.length - 1];
  const lost = categories.flatMap((category) =>
    last[category].auditRefs
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
      .map(({ id }) => `${id} ${audits[id].displayValue ?? ''}`.trim()),
  );
  return { scores, lost };
}

await main(async () => {
  await ensurePackages();
  await ensureBuilt();
  await buildSite({ base });
  const browser = await ensureBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'depthproof-lighthouse-'));
  const server = await serve({ [base]: site }, { intercept: compressed });
  const table = {};
  let failed = false;
  const [load] = loadavg();
  say(`Lighthouse, median of ${runs}; the machine's load before: ${load.toFixed(1)}`);
  try {
    for (const page of pages) {
      const { scores, lost } = await score(`${server.url}${base}${page}.html`, browser, folder);
      table[page] = scores;
      failed ||= Object.values(scores).some((points) => points < least);
      console.log(
        `${page}: ${JSON.stringify(scores)}${lost.length > 0 ? `; lost by ${lost.join(', ')}` : ''}`,
      );
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
  console.table(table);
  writeFileSync(join(root, 'build/lighthouse.json'), JSON.stringify({ load, pages: table }));
  if (failed) throw new Error(`A page has fewer than ${least} points.`);
});
