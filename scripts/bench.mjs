// Measures a new frame on our own kernels beside everything else that could run it, in turns in one browser, and on
// lavapipe in Node: `npm run bench`; fewer frames, and the browser alone: `npm run bench -- --short`; on a real GPU, in Node
// and in the browser: `npm run bench:gpu`. Prints tables; writes build/bench.json, which holds the table of contenders as
// printed, build/roofline.svg, and the same ending in -node.
/* global window -- of the page, in the functions that run there */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePython } from './python.mjs';
import { roofline } from './roofline.mjs';
import { commandLine, run, runNode, say } from './run.mjs';
import { serve } from './serve.mjs';
import { ensureLavapipe, lavapipe } from './vulkan.mjs';

const { values } = commandLine({ options: { short: { type: 'boolean' }, gpu: { type: 'boolean' } } });
const isShort = Boolean(values.short);
/** Whether the machine has a GPU of its own. */
const onGpu = values.gpu;
const ROUNDS = isShort ? 3 : 9;
/** Seconds from the start that the browser and then Node may measure a real GPU: scripts/gpu.mjs waits four minutes. */
const LIMITS = { browser: 100, node: 200 };
const folder = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
/** Made anew with every build. */
const graph = 'build/bench/step.onnx';
const packageFolder = (name) => folder(`node_modules/${name}`);

await ensurePackages();
// Not before its packages are there.
const { modelFolder } = await import('./assets.mjs');
await ensureBuilt();
if ((await runNode('node_modules/rollup/dist/bin/rollup', ['--config', '--environment', 'BENCH'])) !== 0)
  throw new Error('The bench could not be bundled; the message is above.');
await attempt('the browser', measureInBrowser);
if (!isShort) await attempt('Node', measureInNode);
// Dawn's threads do not end by themselves.
process.exit(process.exitCode);

/** Names what could not be measured, and goes on. */
async function attempt(where, measure) {
  try {
    await measure();
  } catch (error) {
    console.error(`Not measured in ${where}: ${error.message}`);
    process.exitCode = 1;
  }
}

async function measureInBrowser() {
  const executablePath = await ensureBrowser();
  if (!existsSync(folder(graph))) await exportGraph();
  const { chromium } = await import('@playwright/test');
  const server = await serve({
    '/': folder('dist'),
    '/bench/': [folder('build/bench'), folder('bench')],
    '/models/': folder('models'),
    '/modules/onnxruntime-web/': packageFolder('onnxruntime-web'),
  });
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      // On a machine without a GPU, SwiftShader takes its place.
      ...(onGpu
        ? ['--ignore-gpu-blocklist', '--use-angle=vulkan', '--enable-features=Vulkan']
        : ['--enable-unsafe-swiftshader']),
    ],
  });
  try {
    say(`Measuring ${ROUNDS} frames of each in ${executablePath}`);
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'info') console.log(message.text());
    });
    page.on('pageerror', (error) => console.error(`page: ${error.message}`));
    await page.goto(`${server.url}/bench/`);
    await page.waitForFunction(() => 'bench' in window);
    const measured = page.evaluate((given) => window.bench(...given), [ROUNDS, limitOf('browser')]);
    await tell(await measured, '');
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measureInNode() {
  say(`Measuring ${ROUNDS} frames of each in Node; lavapipe's compiler takes minutes the first time`);
  if (!onGpu) await ensureLavapipe();
  const { bench } = await import(pathToFileURL(folder('build/bench/node.js')).href);
  const manifest = onGpu ? undefined : lavapipe();
  await tell(await bench(manifest, ...(await shipped()), ROUNDS, limitOf('node')), '-node');
}

/** Milliseconds that are left; undefined where nobody waits. */
function limitOf(where) {
  return onGpu ? 1000 * (LIMITS[where] - process.uptime()) : undefined;
}

async function shipped() {
  const file = (name) => readFile(`${modelFolder()}/${name}`);
  return [JSON.parse(await file('model.json')), new Uint8Array(await file('weights.bin')).buffer];
}

/** The network's step as an ONNX graph; without it onnxruntime-web is named as missing. */
async function exportGraph() {
  try {
    const python = await ensurePython();
    const words = '-m training export onnx --model'.split(' ');
    await run(python, [...words, modelFolder(), '--out', graph]);
  } catch (error) {
    console.error(error.message);
  }
}

/** Prints the tables and writes the files, whose names end in `suffix`. */
async function tell({ report, conditions, contenders, kernels }, suffix) {
  const { limits, missing } = report;
  await writeFile(
    folder(`build/bench${suffix}.json`),
    // Seconds since the command started.
    `${JSON.stringify({ ...report, contenders, short: isShort, seconds: process.uptime() }, null, 2)}\n`,
  );
  if (limits) await writeFile(folder(`build/roofline${suffix}.svg`), roofline(report));
  console.log(`\n${conditions}\n\n${markdown(contenders)}`);
  for (const { name, reason } of missing) console.log(`Not measured: ${name} (${reason})`);
  if (kernels.rows.length > 0) console.log(`\n${markdown(kernels)}`);
}

function markdown({ head, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
