// Measures a new frame on our own kernels beside everything else that could run it, in turns in one browser, and on
// lavapipe in Node: `npm run bench`. Prints tables; writes build/bench.json, build/roofline.svg and the same ending in
// -node.
/* global window -- of the page, in the functions that run there */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBrowser } from './browser.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePython } from './python.mjs';
import { roofline } from './roofline.mjs';
import { run, runNode, say } from './run.mjs';
import { serve } from './serve.mjs';
import { ensureLavapipe, lavapipe } from './vulkan.mjs';

const ROUNDS = 9;
const folder = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const packageFolder = (name) => folder(`node_modules/${name}`);

await ensurePackages();
// Not before its packages are there.
const { modelFolder } = await import('./assets.mjs');
const executablePath = await ensureBrowser();
if ((await runNode('scripts/build.mjs', [])) !== 0) process.exit(1);
await exportGraph();
const { chromium } = await import('@playwright/test');

const server = await serve({
  '/': folder('dist'),
  '/bench/': [folder('build/bench'), folder('bench')],
  '/modules/onnxruntime-web/': packageFolder('onnxruntime-web'),
});
const browser = await chromium.launch({
  executablePath,
  // WebGPU and WebGL on a machine without a GPU too, where SwiftShader plays it.
  args: ['--no-sandbox', '--enable-unsafe-webgpu', '--enable-unsafe-swiftshader'],
});
try {
  say(`Measuring ${ROUNDS} frames of each in ${executablePath}`);
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.goto(`${server.url}/bench/`);
  await page.waitForFunction(() => 'bench' in window);
  await tell(await page.evaluate((rounds) => window.bench(rounds), ROUNDS), '');
} finally {
  await browser.close();
  await server.close();
}
try {
  say(`Measuring ${ROUNDS} frames of each on lavapipe in Node; its compiler takes minutes the first time`);
  await ensureLavapipe();
  const manifest = lavapipe();
  if (!manifest) throw new Error('it is not installed');
  const { bench } = await import(pathToFileURL(folder('build/bench/node.js')).href);
  await tell(await bench(manifest, ...(await shipped()), ROUNDS), '-node');
} catch (error) {
  console.error(`Not measured: lavapipe (${error.message})`);
}
// Dawn's threads do not end by themselves.
process.exit(0);

async function shipped() {
  const file = (name) => readFile(`${modelFolder()}/${name}`);
  return [JSON.parse(await file('model.json')), new Uint8Array(await file('weights.bin')).buffer];
}

/** The network's step as an ONNX graph; without it onnxruntime-web is named as missing. */
async function exportGraph() {
  try {
    const python = await ensurePython();
    const words = '-m training export onnx --out build/bench/step.onnx --model'.split(' ');
    await run(python, [...words, modelFolder()]);
  } catch (error) {
    console.error(error.message);
  }
}

/** Prints the tables and writes the files, whose names end in `suffix`. */
async function tell({ report, conditions, contenders, kernels }, suffix) {
  const { limits, missing } = report;
  await writeFile(folder(`build/bench${suffix}.json`), `${JSON.stringify(report, null, 2)}\n`);
  if (limits) await writeFile(folder(`build/roofline${suffix}.svg`), roofline(report));
  console.log(`\n${conditions}\n\n${markdown(contenders)}`);
  for (const { name, reason } of missing) console.log(`Not measured: ${name} (${reason})`);
  if (kernels.rows.length > 0) console.log(`\n${markdown(kernels)}`);
}

function markdown({ head, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
