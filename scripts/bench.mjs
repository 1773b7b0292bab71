// Measures a new frame on our own kernels beside everything else that could run it, in turns in one browser:
// `npm run bench`. Prints a table; writes build/bench.json and build/roofline.svg.
/* global window -- of the page, in the functions that run there */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { modelFolder } from './assets.mjs';
import { ensureBrowser } from './browser.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePython } from './python.mjs';
import { roofline } from './roofline.mjs';
import { run, runNode, say } from './run.mjs';
import { serve } from './serve.mjs';

const ROUNDS = 9;
const folder = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const packageFolder = (name) => folder(`node_modules/${name}`);

await ensurePackages();
const executablePath = await ensureBrowser();
if ((await runNode('scripts/build.mjs', [])) !== 0) process.exit(1);
await exportGraph();
const { chromium } = await import('@playwright/test');

const server = await serve({
  '/': folder('dist'),
  '/bench/': [folder('build/bench'), folder('bench')],
  '/modules/onnxruntime-web/': packageFolder('onnxruntime-web'),
  '/modules/@vladmandic/human/': packageFolder('@vladmandic/human'),
  '/modules/@tensorflow/tfjs-backend-wasm/': packageFolder('@tensorflow/tfjs-backend-wasm'),
});
const browser = await chromium.launch({
  executablePath,
  // WebGPU and WebGL on a machine without a GPU too, where SwiftShader plays it.
  args: ['--no-sandbox', '--enable-unsafe-webgpu', '--enable-unsafe-swiftshader'],
});
try {
  say(`Measuring ${ROUNDS} frames of each`);
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.goto(`${server.url}/bench/`);
  await page.waitForFunction(() => 'bench' in window);
  const report = await page.evaluate((rounds) => window.bench(rounds), ROUNDS);
  await writeFile(folder('build/bench.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(folder('build/roofline.svg'), roofline(report));
  print(report);
} finally {
  await browser.close();
  await server.close();
}

/** The network's step as an ONNX graph; without it onnxruntime-web is named as missing. */
async function exportGraph() {
  try {
    const python = await ensurePython();
    const args = ['-m', 'training.step_onnx', '--model', modelFolder(), '--out', 'build/bench/step.onnx'];
    await run(python, args);
  } catch (error) {
    console.error(error.message);
  }
}

function print({ adapter, renderer, browser: agent, multiplyAdds, limits, kernels, rows, missing }) {
  console.log(`\nWebGPU ${adapter ?? 'unnamed'}; WebGL ${renderer ?? 'unnamed'}; ${agent}`);
  console.log(
    `${(multiplyAdds / 1e6).toFixed(0)} million multiply-adds a frame; measured limits: ${(limits.multiplyAdds / 1e9).toFixed(2)} billion a second, ${(limits.bandwidth / 1e9).toFixed(2)} GB/s, ${round(1000 * limits.launch)} us a launch\n`,
  );
  const ours = median(rows[0].milliseconds);
  // Of 'Depthproof, webgpu f32': webgpu. On WASM there is none of ours.
  const backendOf = (name) => name.split(', ').at(-1).split(' ')[0];
  const onSameBackend = (name) =>
    rows.find((row) => row.name.startsWith('Depthproof') && backendOf(row.name) === backendOf(name));
  console.log(
    table(
      [
        'Contender',
        'ms a frame',
        '10 to 90 %',
        'against the first',
        'against ours on its backend',
        '% of peak',
        'JavaScript ms',
        'dispatches',
        'submits',
        'bytes allocated',
        'MB',
        'ms to load',
      ],
      rows.map(({ name, milliseconds, encoding, perFrame, loading, bytes }) => {
        const time = median(milliseconds);
        const own = loading !== undefined;
        const counterpart = onSameBackend(name);
        return [
          name,
          round(time),
          `${round(quantile(milliseconds, 0.1))} to ${round(quantile(milliseconds, 0.9))}`,
          `${round(time / ours)} x`,
          counterpart ? `${round(time / median(counterpart.milliseconds))} x` : '',
          name.startsWith('Human') ? '' : round((100 * multiplyAdds) / (time / 1000) / limits.multiplyAdds),
          own ? round(median(encoding)) : '',
          perFrame?.dispatches ?? '',
          perFrame?.submits ?? '',
          perFrame?.bytes ?? '',
          own ? round(bytes / 1e6) : '',
          own ? round(loading) : '',
        ];
      }),
    ),
  );
  for (const { name, reason } of missing) console.log(`Not measured: ${name} (${reason})`);
  console.log(
    `\n${table(
      ['Kernel', 'ms', 'billion multiply-adds/s', '% of peak', '% of what the roofline allows'],
      kernels.map(({ name, milliseconds, multiplyAdds: count, bytes }) => {
        const possible =
          Math.max(count / limits.multiplyAdds, bytes / limits.bandwidth) * 1000 + limits.launch;
        const rate = count / (milliseconds / 1000);
        return [
          name,
          round(milliseconds),
          count ? round(rate / 1e9) : '',
          count ? round((100 * rate) / limits.multiplyAdds) : '',
          round((100 * possible) / milliseconds),
        ];
      }),
    )}`,
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function median(values) {
  return quantile(values, 0.5);
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}

function round(value) {
  return String(Number(value.toPrecision(3)));
}
