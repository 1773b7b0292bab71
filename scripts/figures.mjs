// Reprints the documents' figures: `npm run figures`. Costly ones are read from docs/figures, where the command that measures
// them is named. `npm run figures -- --report field report/report.json` keeps those of an evaluation there.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { main, root, runNode, say } from './run.mjs';

const folder = join(root, 'docs/figures');

/** The documents that have marked figures. */
export const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...['benchmarks', 'deploy', 'evaluate', 'integrate', 'method', 'server', 'testing'].map(
    (name) => `docs/${name}.md`,
  ),
  'models/depthproof-10/MODEL_CARD.md',
];

/** What was measured: `command`, `date` and `machine`, and the figures as the documents print them. */
export function measured() {
  const files = readdirSync(folder).map((name) => [name.replace('.json', ''), join(folder, name)]);
  return Object.fromEntries(files.map(([name, file]) => [name, JSON.parse(readFileSync(file, 'utf8'))]));
}

/**
 * Puts each figure between its marks, `<!-- field.verdicts -->51 | 4 | 0<!-- / -->`. A mark may hold several cells of a
 * table. Throws if there is no such figure.
 *
 * @param {string} text of a document
 * @param {ReturnType<typeof measured>} all
 */
export function filled(text, all) {
  return text.replace(/<!-- (([\w-]+)\.([\w-]+)) -->[^]*?<!-- \/ -->/g, (_, path, name, figure) => {
    const value = all[name]?.figures[figure];
    if (value === undefined) throw new Error(`docs/figures has no "${path}".`);
    return `<!-- ${path} -->${value}<!-- / -->`;
  });
}

function keep(name, command, figures, date = new Date()) {
  const [{ model }] = cpus();
  const machine = `${cpus().length} cores (${model.trim()})`;
  const content = { command, date: date.toISOString().slice(0, 10), machine, figures };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(content, undefined, 2)}\n`);
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** Returns "5.8 to 6.0" in MB. */
function range(bytes) {
  const [least, most] = [Math.min(...bytes), Math.max(...bytes)].map(megabytes);
  return least === most ? least : `${least} to ${most}`;
}

async function keepSizes() {
  const { downloads } = await import('./sizes.mjs');
  const { page, plain, gzip, brotli, mediapipe, model } = downloads();
  keep('sizes', 'npm run figures', {
    page: (page / 1000).toFixed(0),
    plain: (Math.min(...plain) / 1e6).toFixed(0),
    gzip: range(gzip),
    brotli: range(brotli),
    mediapipe: megabytes(mediapipe),
    model: megabytes(model),
  });
}

/** Keeps the figures of an evaluation's report. */
async function keepReport(name, path) {
  const { reportFigures } = await import('./reportFigures.mjs');
  const { figures } = JSON.parse(readFileSync(path, 'utf8'));
  const isPeerThere = figures.systems.some(({ system }) => system === 'silent-face');
  const peer = isPeerThere ? ' --baseline silent-face=<folder>' : '';
  const command = `npm run evaluate -- <folder>/manifest.csv --backend wasm${peer}`;
  keep(name, command, reportFigures(figures), statSync(path).mtime);
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    options: { report: { type: 'string' } },
    allowPositionals: true,
  });
  await main(async () => {
    await ensurePackages();
    if (values.report) await keepReport(values.report, positionals[0]);
    await ensureBuilt();
    await keepSizes();
    const all = measured();
    for (const path of documents) {
      const text = readFileSync(join(root, path), 'utf8');
      writeFileSync(join(root, path), filled(text, all));
    }
    await runNode('node_modules/prettier/bin/prettier.cjs', [
      '--write',
      '--log-level=warn',
      'docs',
      ...documents,
    ]);
    say('Figures read from docs/figures, and the command that measures them');
    for (const [name, { command, date, machine }] of Object.entries(all))
      console.log(`${name}: ${command} (${date}, ${machine})`);
  });
}
