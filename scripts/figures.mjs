// Reprints the documents' figures: `npm run figures`. Costly ones are read from docs/figures, where the command that measures
// them is named. `npm run figures -- --keep bench build/bench.json` first keeps there what a command has just measured
// (`kept` has the names); any other name (field, dev) is that of an evaluation, with its report.json. Commands of
// `python3 -m training` write theirs there themselves (`--figures`), and `npm run figures:model` runs all that a model needs.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { modelFigures } from './modelFigures.mjs';
import {
  agreementFigures,
  benchFigures,
  lighthouseFigures,
  measureFigures,
  mutationFigures,
  serverFigures,
  shortBenchFigures,
  soakFigures,
  testFigures,
  timeFigures,
} from './measuredFigures.mjs';
import { main, root, runNode, say } from './run.mjs';
import { SHIPPED } from './shipped.mjs';

const folder = join(root, 'docs/figures');

/** The documents whose figures are marked. */
export const documents = [
  ...['README.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  `models/${SHIPPED}/MODEL_CARD.md`,
  'training/TEXTURE.md',
];

/**
 * What was measured: `command`, `date` and `machine`, and the figures as the documents print them. A file with `once` says
 * why its command cannot be run again, and at which commit it was.
 */
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
  const { downloads, weighed } = await import('./sizes.mjs');
  const { evidenceBytes } = await import('./evidenceBytes.mjs');
  const bytes = Object.entries(await evidenceBytes());
  const added = Object.fromEntries(bytes.map(([file, count]) => [`evidence-${file}`, String(count)]));
  const { page, plain, gzip, brotli, element, parts } = downloads();
  const budgets = Object.fromEntries(weighed().map(({ name, KB }) => [name, KB]));
  const tens = (name) => (10 * Math.round(budgets[name] / 10)).toFixed(0);
  keep('sizes', 'npm run figures', {
    page: (page / 1000).toFixed(0),
    plain: (Math.min(...plain) / 1e6).toFixed(0),
    gzip: range(gzip),
    brotli: range(brotli),
    mediapipe: megabytes(parts.mediapipe.gzip),
    model: megabytes(parts.model.gzip),
    evidence: budgets['evidence, only with a session'].toFixed(1),
    'script-tag': budgets['script tag'].toFixed(0),
    element: (element / 1000).toFixed(0),
    webgpu: tens('all JavaScript with WebGPU'),
    webgl: tens('all JavaScript with WebGL'),
    wasm: tens('all JavaScript with WASM'),
    weights: megabytes(parts.weights.gzip),
    detector: megabytes(parts.detector.gzip),
    'mediapipe-plain': megabytes(parts.mediapipe.plain),
    'weights-plain': megabytes(parts.weights.plain),
    ...added,
  });
}

function keepModel() {
  const model = JSON.parse(readFileSync(join(root, 'models', SHIPPED, 'model.json'), 'utf8'));
  keep('model', 'npm run figures', modelFigures(model));
}

/** The commands that write a file to keep, and the reader of that file. */
const kept = {
  agreement: ['npm run measure -- agreement', agreementFigures],
  'agreement-webgl': ['BACKEND=webgl COUNT=3 npm run measure -- agreement', agreementFigures],
  bench: ['npm run bench', benchFigures],
  check: ['npm run check', timeFigures],
  lighthouse: ['npm run lighthouse', lighthouseFigures],
  measure: ['npm run measure -- measure', measureFigures],
  mutation: ['npm run mutation', mutationFigures],
  server: ['npm run bench:server', serverFigures],
  'short-bench': ['npm run bench -- --short', shortBenchFigures],
  site: ['npm run site', timeFigures],
  soak: ['npm run soak', soakFigures],
  test: ['npm test', testFigures],
};

/** Keeps the figures of a file that a measuring command wrote. */
export async function keepMeasured(name, path) {
  const content = JSON.parse(readFileSync(path, 'utf8'));
  const [command, read] = kept[name] ?? (await evaluation(content));
  keep(name, command, read(content, measured()[name]?.figures), statSync(path).mtime);
}

async function evaluation({ figures }) {
  if (!figures)
    throw new Error(`This is no report of an evaluation; others are ${Object.keys(kept).join(', ')}.`);
  // Not before its packages are there.
  const { reportFigures } = await import('./reportFigures.mjs');
  const isPeerThere = figures.systems.some(({ system }) => system === 'silent-face');
  const peer = isPeerThere ? ' --baseline silent-face=<folder>' : '';
  const command = `npm run evaluate -- <folder>/manifest.csv --backend wasm${peer}`;
  return [command, reportFigures];
}

/** Throws where a step failed: what it writes is as it was before. */
async function succeed(file, args) {
  if ((await runNode(file, args)) !== 0)
    throw new Error('The figures are not complete; the message is above.');
}

if (process.argv[1] === import.meta.filename) {
  await main(
    async ({ values, positionals }) => {
      if (positionals.length !== (values.keep ? 1 : 0))
        throw new Error('--keep takes a name and one file: npm run figures -- --keep bench build/bench.json');
      await ensurePackages();
      if (values.keep) await keepMeasured(values.keep, positionals[0]);
      await ensureBuilt();
      await keepSizes();
      keepModel();
      await succeed('node_modules/vitest/vitest.mjs', ['run', 'test/multiplyAdds.test.ts', '--update']);
      const all = measured();
      for (const path of documents) {
        const text = readFileSync(join(root, path), 'utf8');
        writeFileSync(join(root, path), filled(text, all));
      }
      await succeed('node_modules/prettier/bin/prettier.cjs', [
        '--write',
        '--log-level=warn',
        'docs',
        ...documents,
      ]);
      say('Figures read from docs/figures, and the command that measures them');
      for (const [name, { command, date, machine }] of Object.entries(all))
        console.log(`${name}: ${command} (${date}, ${machine})`);
    },
    { options: { keep: { type: 'string' } }, allowPositionals: true },
  );
}
