import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { npm } from './npm.mjs';
import { pack } from './pack.mjs';
import { ensurePackages } from './packages.mjs';
import { main, root, run, runNode, say } from './run.mjs';

/** Outside the repository, whose tsconfig.json and packages some bundlers would find. */
export const target = join(tmpdir(), 'depthproof-bundlers');

/** The examples with a package.json of their own: each with the bundler that it names there. */
const examples = readdirSync(join(root, 'examples'), { recursive: true })
  .filter((path) => basename(path) === 'package.json')
  .map((path) => path.split(/[\\/]/)[0])
  .sort();

/**
 * Builds examples as someone does who copied them and has nothing but the package, and runs a whole check on each page:
 * `npm run bundlers`, or `npm run bundlers -- webpack next`. `--two` takes two that change from day to day. What is
 * installed stays in `target` for the next time.
 */
async function tryBundlers(names) {
  await ensurePackages();
  const browser = await ensureBrowser();
  await ensureFfmpeg();
  await ensureBuilt();
  await buildExamples(names);
  process.exitCode = await runNode(
    'node_modules/@playwright/test/cli.js',
    ['test', '--config=e2e/playwright.config.ts', '--project=e2e', 'bundlers.spec.ts'],
    { env: { CHROME_PATH: browser, BUNDLERS: names.join() } },
  );
}

async function buildExamples(names) {
  const tarball = await pack(target);
  cpSync(tarball, join(target, 'depthproof.tgz'));
  for (const name of names) {
    say(`Example ${name}`);
    const folder = join(target, name);
    cpSync(join(root, 'examples', name), folder, { recursive: true });
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    // The tarball keeps its name, so npm would take an earlier one for it.
    for (const stale of ['node_modules/depthproof', 'package-lock.json'])
      rmSync(join(folder, stale), { recursive: true, force: true });
    await must(folder, [
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      `depthproof@${dependencies.depthproof}`,
    ]);
    await must(folder, ['run', 'build']);
  }
}

async function must(folder, args) {
  if ((await run(...npm(...args), { cwd: folder })) !== 0)
    throw new Error(`npm ${args.join(' ')} failed in ${folder}.`);
}

function chosen({ values: { two }, positionals: names }) {
  if (!two) return names.length > 0 ? names : examples;
  const day = Math.floor(Date.now() / 86_400_000);
  return [0, 1].map((more) => examples[(2 * day + more) % examples.length]);
}

if (process.argv[1] === import.meta.filename)
  await main((line) => tryBundlers(chosen(line)), {
    options: { two: { type: 'boolean' } },
    allowPositionals: true,
  });
