// Measures the shipped model anew on clips, and reprints those figures in the documents:
//
//   npm run figures:model -- --field manifest.csv --dev manifest.csv --silent-face <folder> --rendered cache-rendered
//
// `--rendered` is what `python3 -m training render frames` wrote. Reports, caches and evidence go to report/figures; they hold
// pictures of the people in the clips.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { keepMeasured } from './figures.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePython } from './python.mjs';
import { main, root, run, runNode } from './run.mjs';
import { slowed } from './slowed.mjs';

/** Not in build/, which every build empties. */
const folder = join(root, 'report/figures');
const texture = 'training/checkpoints/texture.npz';

const names = ['field', 'dev', 'silent-face', 'rendered'];
const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));

await main(
  async ({ values }) => {
    const missing = names.filter((name) => !values[name]);
    if (missing.length > 0) throw new Error(`Name ${missing.map((name) => `--${name}`).join(', ')}.`);
    await ensurePackages();
    await ensureFfmpeg();
    const python = await ensurePython();
    const training = (words, ...paths) =>
      succeed(run(python, ['-m', 'training', ...words.split(' '), ...paths]));
    await mkdir(folder, { recursive: true });

    const peer = ['--baseline', `silent-face=${values['silent-face']}`];
    for (const name of ['field', 'dev']) {
      const report = await evaluate(name, values[name], peer);
      const cache = join(folder, `cache-${name}`);
      await training('evaluate frames', '--manifest', values[name], '--report', report, '--out', cache);
      await evidence(training, cache, name);
    }
    await evaluate('field-5fps', await slowed(values.field, join(folder, 'slow')));
    await evidence(training, values.rendered, 'rendered');

    /** The figures' file in docs/figures, and the files of evidence that it is about. */
    const measured = async (command, name, ...files) => {
      const paths = files.map((file) => join(folder, `${file}.npz`));
      await training(`evaluate ${command}`, '--evidence', ...paths, '--figures', `docs/figures/${name}.json`);
    };
    for (const command of ['fusion', 'verdicts']) {
      await measured(command, command, 'field');
      await measured(command, `${command}-dev`, 'field', 'dev');
      await measured(command, `${command}-rendered`, 'rendered');
    }
    await measured('reasons', 'reasons', 'field', 'dev');
    await succeed(runNode('scripts/figures.mjs', []));
  },
  { options },
);

/** Judges clips anew, keeps their figures under that name, and returns the report's folder. */
async function evaluate(name, manifest, baseline = []) {
  const out = join(folder, name);
  const parameters = [manifest, '--backend', 'wasm', '--fresh', ...baseline, '--out', out];
  await succeed(runNode('scripts/evaluate.mjs', parameters));
  await keepMeasured(name, join(out, 'report.json'));
  return out;
}

/** Throws where a step failed. */
async function succeed(step) {
  if ((await step) !== 0) throw new Error('The figures are not complete: a step failed, as printed above.');
}

async function evidence(training, cache, name) {
  const out = join(folder, `${name}.npz`);
  await training('evaluate evidence', '--cache', cache, '--texture', texture, '--out', out);
}
