import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureFirefox } from './firefox.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePython } from './python.mjs';
import { ensurePythonTools } from './pythonTools.mjs';
import { ensureRedis } from './redis.mjs';
import { run, runNode, say } from './run.mjs';
import { ensureLavapipe } from './vulkan.mjs';

/** Minutes for the unit tests: a GPU driver that hangs takes its whole process with it. */
const UNIT_LIMIT = 15;

const reports = mkdtempSync(join(tmpdir(), 'depthproof-test-'));

/**
 * Every suite in the order in which they run. Each gives its counts, or throws if it broke off before it could count.
 * A check without tests of its own (formatter, linter, compiler, build) counts as one.
 */
const suites = {
  format: () => check('node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  lint: () => check('node_modules/eslint/bin/eslint.js', ['.']),
  types: () => check('node_modules/vue-tsc/bin/vue-tsc.js', []),
  build,
  site: () => check('scripts/site.mjs', []),
  python: unittest,
  unit: vitest,
  golden: () => playwright('golden'),
  e2e: () => playwright('e2e'),
};

/** It keeps one core busy, as the suites before it do, so it runs beside them. */
const BESIDE = 'python';

/** Suites that take up what was built. */
const needBuild = ['site', 'golden', 'e2e'];
let buildFailed = false;

async function build() {
  const counts = await check('scripts/build.mjs', []);
  buildFailed = counts.failed > 0;
  return counts;
}

async function check(file, args) {
  return (await runNode(file, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest() {
  // The evaluate command decodes clips with it, here and in the suite e2e.
  await ensureFfmpeg();
  // Kernels run on lavapipe and on the SwiftShader that comes with the browser.
  await ensureLavapipe();
  // The server's store is shared through it.
  await ensureRedis();
  const tools = await ensurePythonTools();
  const browser = await ensureBrowser();
  const report = join(reports, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runNode('node_modules/vitest/vitest.mjs', ['run', ...reporters], {
    env: { CHROME_PATH: browser, ...(tools && { PYTHON_TOOLS: tools }) },
    limit: UNIT_LIMIT,
  });
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = readReport(report);
  return counted(code, {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  });
}

async function unittest() {
  const python = await ensurePython();
  // A test reads a clip with it.
  await ensureFfmpeg();
  let output = '';
  const args = ['-m', 'unittest', 'discover', '-s', 'training/tests', '-t', '.'];
  const code = await run(python, args, { onOutput: (text) => (output += text) });
  const ran = /^Ran (\d+) tests? in/m.exec(output);
  if (!ran) throw new Error(`${output}\nunittest broke off before its summary.`);
  const outcome = output.slice(ran.index);
  const number = (name) => Number(new RegExp(`(?:\\(|, )${name}=(\\d+)`).exec(outcome)?.[1] ?? 0);
  const failed = number('failures') + number('errors') + number('unexpected successes');
  const skipped = number('skipped');
  const passed = Math.max(0, Number(ran[1]) - failed - skipped);
  return { ...counted(code, { passed, failed, skipped }), told: output };
}

async function playwright(project) {
  const report = join(reports, `${project}.json`);
  const args = [
    'test',
    '--config',
    'e2e/playwright.config.ts',
    '--project',
    project,
    '--reporter',
    'list,json',
  ];
  const browser = await ensureBrowser();
  if (project === 'e2e') await ensureFirefox();
  const code = await runNode('node_modules/@playwright/test/cli.js', args, {
    env: { CHROME_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  const { expected, unexpected, flaky, skipped } = readReport(report).stats;
  return counted(code, { passed: expected, failed: unexpected + flaky, skipped });
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error('The test runner broke off before it wrote its report.', { cause });
  }
}

/** A runner that failed without a failed test, or found no test at all, hides a failure: count it. */
function counted(exitCode, counts) {
  if (exitCode !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}

/** `--only unit,python` runs just these suites. */
function chosenSuites() {
  const flag = process.argv.indexOf('--only');
  if (flag < 0) return Object.keys(suites);
  const chosen = (process.argv[flag + 1] ?? '').split(',');
  const unknown = chosen.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    throw new Error(`No suite "${unknown.join(', ')}". Suites: ${Object.keys(suites).join(', ')}.`);
  }
  return Object.keys(suites).filter((name) => chosen.includes(name));
}

const total = { passed: 0, failed: 0, skipped: 0 };

/** A suite's counts, and what it has to tell if it has not told it yet. One that breaks off counts as a failure. */
async function attempt(name) {
  try {
    if (buildFailed && needBuild.includes(name))
      throw new Error('There is nothing to test: the build failed.');
    return await suites[name]();
  } catch (error) {
    return { passed: 0, failed: 1, told: error.message };
  }
}

function count(name, { passed, failed, skipped = 0, told }) {
  if (told) console.log(told);
  console.log(`${name}: ${summary({ passed, failed, skipped })}`);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

try {
  const names = chosenSuites();
  await ensurePackages();
  const beside = names.includes(BESIDE) ? attempt(BESIDE) : undefined;
  for (const name of names) {
    say(`Suite ${name}`);
    count(name, await (name === BESIDE ? beside : attempt(name)));
  }
} catch (error) {
  console.error(error.message);
  total.failed += 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
console.log(`\n${summary(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
