import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureFfmpeg } from './ffmpeg.mjs';
import { findBrowser } from './findBrowser.mjs';
import { ensureFirefox } from './firefox.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePython, ensurePythonCommands, pythonCommands } from './python.mjs';
import { ensurePrototypeJs } from './prototypeJs.mjs';
import { ensureRedis } from './redis.mjs';
import { root, run, say } from './run.mjs';
import { onClock, stopwatch } from './stopwatch.mjs';
import { ensureLavapipe } from './vulkan.mjs';

/** Suites that run beside each other: most keep one core busy, those in browsers half of one. */
const LANES = 3;
/** Time limit of a suite in minutes: a GPU driver that hangs blocks its whole process. */
const LIMIT = 30;
/** Seconds after which a suite that prints nothing is named. */
const SILENCE = 10;
/**
 * PyTorch on one thread: a second has too little to do in networks this small, spins while it waits, and has the first wait
 * for it where other suites run. glibc keeps the memory of tensors, which each training step would ask the system for again.
 */
const PYTORCH = {
  OMP_NUM_THREADS: '1',
  MALLOC_MMAP_THRESHOLD_: '1073741824',
  MALLOC_TRIM_THRESHOLD_: '2147483648',
};
/** The file of the end-to-end tests of the site. */
const SITE = 'site.spec.ts';
/** Lines of a tool's output that are repeated at the end where it failed. */
const TAIL = 40;

/** Without these, tests are skipped by name, except in continuous integration, where they count as failed. */
const optional = ['firefox', 'lavapipe', 'prototypeJs', 'checkers', 'server'];

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts */

/**
 * What can be tested. `wants`: what is installed before; `after`: the suite that has to pass before; `lanes`: how many it
 * takes. `run` returns its counts, or throws if it stopped before it could count. A tool without tests of its own
 * (formatter, linter, compiler, build) counts as one.
 *
 * @type {Record<string, { wants?: string[], after?: string, lanes?: number, run: (context: Context) => Promise<Counts> }>}
 */
const suites = {
  build: { run: (context) => tool(context, 'scripts/build.mjs') },
  /** Only the bundles of the smoke test. */
  bundles: { run: (context) => tool(context, 'scripts/build.mjs', '--smoke') },
  lint: { run: (context) => tool(context, 'node_modules/eslint/bin/eslint.js', '.') },
  types: { run: (context) => tool(context, 'node_modules/vue-tsc/bin/vue-tsc.js') },
  format: {
    run: (context) =>
      tool(
        context,
        'node_modules/prettier/bin/prettier.cjs',
        '--check',
        '--cache',
        '--log-level',
        'warn',
        '.',
      ),
  },
  /** Builds the site, and tests it. */
  site: {
    after: 'build',
    wants: ['browser'],
    run: async (context) => {
      const building = await tool(context, 'scripts/site.mjs', '--base', '/some/where/');
      return building.failed > 0 ? building : playwright(context, '--workers=1', '--grep', SITE);
    },
  },
  python: { wants: ['python', 'ffmpeg'], run: unittest },
  /** Linter, formatter and type checker of training/. They come from PyPI, which not every machine may ask. */
  ruff: { wants: ['checkers'], run: checkPython },
  // The evaluate command decodes clips with ffmpeg. Kernels run on lavapipe and on the browser's SwiftShader.
  unit: {
    wants: ['ffmpeg', 'lavapipe', 'browser'],
    run: (context) => vitest(context, '--project=!server'),
  },
  /** The server's worker threads and its examples run what was built. */
  server: {
    after: 'build',
    wants: ['redis', 'server'],
    run: (context) => vitest(context, '--project=server'),
  },
  /** What neither needs a GPU, not even one in software, nor ffmpeg. */
  quick: { run: (context) => vitest(context, '--project=shared', '--project=replacing') },
  smoke: { after: 'bundles', wants: ['download'], run: (context) => playwright(context, '--grep', '@smoke') },
  /** Without the tests of the site, for which it would have to wait. */
  e2e: {
    after: 'build',
    wants: ['browser', 'firefox', 'ffmpeg', 'python', 'prototypeJs'],
    // Playwright has two workers of its own.
    lanes: 2,
    run: (context) => playwright(context, '--grep-invert', context.sweep ? SITE : `${SITE}|@sweep`),
  },
  /** Builds once more without the wiring of evidence, and weighs both. */
  sizes: { after: 'build', run: (context) => tool(context, 'scripts/sizes.mjs') },
  /** Builds the site anew, and measures how fast it is: nothing may run beside it. */
  lighthouse: {
    after: 'e2e',
    wants: ['browser'],
    lanes: LANES,
    run: (context) => tool(context, 'scripts/lighthouse.mjs'),
  },
};

/** What suites want, and how it is installed if it is missing; each throws if it cannot be. */
const preparations = {
  packages: ensurePackages,
  browser: () => ensureBrowser(),
  download: () => ensureBrowser({ asRoot: false }),
  firefox: ensureFirefox,
  ffmpeg: ensureFfmpeg,
  lavapipe: ensureLavapipe,
  python: ensurePython,
  prototypeJs: ensurePrototypeJs,
  redis: ensureRedis,
  checkers: () => ensurePythonCommands('checkers'),
  server: () => ensurePythonCommands('server'),
};

/**
 * @typedef {object} Context
 * @property {string} name of the suite
 * @property {Map<string, string>} missing why something could not be installed, by its name
 * @property {boolean} sweep whether the long sweeps run, too
 * @property {(text: string) => void} onOutput
 */

/**
 * Runs suites beside each other, with every line of their output behind the suite's name, and prints all counts. Sets exit
 * code 1 if anything failed.
 *
 * @param {string[]} names
 * @param {{ sweep?: boolean, report?: string }} [options] `sweep`: with every adapter and variant, bundler and clip; `report`:
 *   the JSON file in the repository that gets the counts and times
 */
export async function runSuites(names, { sweep = false, report } = {}) {
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0)
    throw new Error(`No suite "${unknown.join(', ')}". Suites: ${Object.keys(suites).join(', ')}.`);
  const spent = stopwatch();
  const results = new Map();
  const installs = {};
  try {
    const missing = await prepare(names, installs);
    const context = { sweep, missing };
    await runAll(names, results, (name, own) => attempt(name, { ...own, ...context }, results));
    for (const name of optional.filter((one) => missing.has(one)))
      console.log(`\nNot tested: ${missing.get(name)}`);
  } catch (error) {
    results.set('packages', { passed: 0, failed: 1, skipped: 0, seconds: 0, failures: [error.message] });
  }
  const installSeconds = Object.values(installs).reduce((sum, seconds) => sum + seconds, 0);
  const times = { ...spent(), installs, installSeconds };
  if (report) {
    mkdirSync(dirname(join(root, report)), { recursive: true });
    writeFileSync(join(root, report), JSON.stringify({ ...times, suites: Object.fromEntries(results) }));
  }
  summarize(results, times);
}

/**
 * Installs the npm packages and what the suites want, one after the other, and notes in `installs` the seconds that each
 * took. Returns why something could not be installed, by its name.
 */
async function prepare(names, installs) {
  const wanted = new Set(names.flatMap((name) => suites[name].wants ?? []));
  const missing = new Map();
  for (const name of ['packages', ...wanted]) {
    const spent = stopwatch();
    try {
      await preparations[name]();
    } catch (error) {
      // Nothing runs without the packages.
      if (name === 'packages') throw error;
      missing.set(name, error.message);
    } finally {
      installs[name] = spent().seconds;
    }
  }
  return missing;
}

/** Starts the suites in their order, each once there is room for it; those whose one before has not ended let others pass. */
async function runAll(names, results, start) {
  const waiting = [...names];
  const running = new Map();
  const busy = () => [...running.values()].reduce((sum, { lanes }) => sum + lanes, 0);
  const beat = setInterval(() => {
    for (const [name, { since, heard }] of running)
      if (Date.now() - heard.at > SILENCE * 1000)
        console.log(`${name} | running for ${Math.round((Date.now() - since) / 1000)} s`);
  }, SILENCE * 1000);
  try {
    while (waiting.length > 0 || running.size > 0) {
      const next = waiting.find((name) => {
        const before = suiteBefore(name, names);
        return !before || results.has(before);
      });
      if (next === undefined || busy() + (suites[next].lanes ?? 1) > LANES) {
        await Promise.race([...running.values()].map(({ ended }) => ended));
        continue;
      }
      waiting.splice(waiting.indexOf(next), 1);
      say(`Suite ${next}`);
      const heard = { at: Date.now() };
      const since = Date.now();
      const ended = start(next, { name: next, onOutput: prefixed(next, heard) }).then((counts) => {
        running.delete(next);
        results.set(next, { ...counts, seconds: (Date.now() - since) / 1000 });
      });
      running.set(next, { since, heard, ended, lanes: suites[next].lanes ?? 1 });
    }
  } finally {
    clearInterval(beat);
  }
}

/** The one of these suites that has to end before this one starts. */
function suiteBefore(name, names) {
  let { after } = suites[name];
  while (after && !names.includes(after)) ({ after } = suites[after]);
  return after;
}

/** Prints whole lines behind the suite's name. */
function prefixed(name, heard) {
  let rest = '';
  return (text) => {
    heard.at = Date.now();
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) console.log(`${name} | ${line}`);
  };
}

/** Runs a suite. A suite that throws counts as one failure. */
async function attempt(name, context, results) {
  const { missing } = context;
  const { wants = [], run: runSuite } = suites[name];
  const before = suiteBefore(name, [...results.keys()]);
  const lacking = wants.filter((want) => missing.has(want) && (isCi() || !optional.includes(want)));
  try {
    if (lacking.length > 0) throw new Error(lacking.map((want) => missing.get(want)).join('\n'));
    if (results.get(before)?.failed > 0) throw new Error(`The suite ${before} failed.`);
    const counts = await runSuite(context);
    if (!isCi() || counts.skipped === 0) return counts;
    const failures = [
      ...counts.failures,
      `${counts.skipped} tests were skipped, which may not be in continuous integration.`,
    ];
    return { ...counts, failed: counts.failed + counts.skipped, skipped: 0, failures };
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, failures: [error.message] };
  }
}

const isCi = () => Boolean(process.env.CI);

async function tool({ onOutput }, file, ...args) {
  const { code, output } = await listen(process.execPath, [file, ...args], { onOutput });
  if (code === 0) return { passed: 1, failed: 0, skipped: 0, failures: [] };
  return { passed: 0, failed: 1, skipped: 0, failures: [tail(output)] };
}

const tail = (output) => output.trim().split('\n').slice(-TAIL).join('\n');

/** Runs a command, and returns its exit code and its output. */
async function listen(command, args, { onOutput, env }) {
  let output = '';
  const code = await run(command, args, {
    env,
    limit: LIMIT,
    onOutput(text) {
      output += text;
      onOutput(text);
    },
  });
  return { code, output };
}

async function vitest({ name, sweep, onOutput }, ...args) {
  const report = newReport(name);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await listen(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--allowOnly=false', ...reporters, ...args],
    { onOutput, env: await environment(sweep) },
  );
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = readReport(report);
  const failures = testResults.flatMap(({ name: file, message, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    const where = relative(root, file);
    if (status === 'failed' && failed.length === 0) return [`${where} did not load: ${message}`];
    return failed.map(
      ({ fullName, failureMessages }) => `${where}: ${fullName}\n${short(failureMessages[0])}`,
    );
  });
  const skipped = numPendingTests + numTodoTests;
  return counted(code, { passed: numPassedTests, failed: failures.length, skipped, failures });
}

async function checkPython({ onOutput, missing }) {
  const checks = [
    ['ruff', 'check'],
    ['ruff', 'format', '--check'],
    ['mypy', '--python-executable', await ensurePython()],
  ];
  if (missing.has('checkers')) return { passed: 0, failed: 0, skipped: checks.length, failures: [] };
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const [command, ...args] of checks) {
    const { code, output } = await listen(join(pythonCommands('checkers'), command), args, { onOutput });
    if (code === 0) counts.passed++;
    else {
      counts.failed++;
      counts.failures.push(tail(output));
    }
  }
  return counts;
}

async function unittest({ onOutput }) {
  const args = ['-m', 'unittest', 'discover', '-v', '-s', 'training/tests', '-t', '.'];
  const { code, output } = await listen(await ensurePython(), args, { onOutput, env: PYTORCH });
  const ran = /^Ran (\d+) tests? in/m.exec(output);
  if (!ran) throw new Error(`unittest stopped before its summary:\n${tail(output)}`);
  const outcome = output.slice(ran.index);
  const number = (name) => Number(new RegExp(`(?:\\(|, )${name}=(\\d+)`).exec(outcome)?.[1] ?? 0);
  const failed = number('failures') + number('errors') + number('unexpected successes');
  const skipped = number('skipped');
  const passed = Math.max(0, Number(ran[1]) - failed - skipped);
  const failures = output
    .slice(0, ran.index)
    .split(/^={70}$/m)
    .slice(1)
    .map((text) => text.trim());
  return counted(code, { passed, failed, skipped, failures });
}

async function playwright({ name, sweep, onOutput }, ...args) {
  const report = newReport(name);
  const { code } = await listen(
    process.execPath,
    [
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config=e2e/playwright.config.ts',
      '--project=e2e',
      '--reporter=list,json',
      '--forbid-only',
      // A run empties its folder first.
      `--output=build/playwright/${name}`,
      ...args,
    ],
    { onOutput, env: { ...(await environment(sweep)), PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  );
  const { stats, errors, suites: files } = readReport(report);
  const failures = errors.map(({ message }) => `A file did not load: ${message}`);
  const visit = ({ specs = [], suites: inner = [] }) => {
    for (const { ok, file, title, tests } of specs)
      if (!ok) failures.push(`${file}: ${title}\n${short(tests[0]?.results[0]?.error?.message)}`);
    inner.forEach(visit);
  };
  files.forEach(visit);
  const failed = stats.unexpected + stats.flaky + errors.length;
  return counted(code, { passed: stats.expected, failed, skipped: stats.skipped, failures });
}

/** Returns a message without the lines of a stack that lie outside this repository's own files. */
function short(message = '') {
  return message
    .split('\n')
    .filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
    .join('\n');
}

async function environment(sweep) {
  const browser = await findBrowser();
  return { ...(browser && { CHROME_PATH: browser }), ...(sweep && { SWEEP: '1' }) };
}

/** Returns the file for what a suite's test runner reports, without that of an earlier run. Not in build/, which a suite empties. */
function newReport(name) {
  const path = join(root, 'node_modules/.cache/reports', `${name}.json`);
  rmSync(path, { force: true });
  return path;
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error('The test runner stopped before it wrote its report.', { cause });
  }
}

/** Counts a failure where the runner failed without a failed test, or found no test at all. */
function counted(exitCode, counts) {
  const broke = exitCode !== 0 && counts.failed === 0;
  if (!broke && counts.passed + counts.failed > 0) return counts;
  const reason = broke ? `The test runner ended with ${exitCode}, and no test failed.` : 'No test was found.';
  return { ...counts, failed: 1, failures: [...counts.failures, reason] };
}

/**
 * Returns how long a run took, in lines to print.
 *
 * @param {ReturnType<ReturnType<typeof stopwatch>> & { installs: Record<string, number>, installSeconds: number }} times
 */
export function timesTold({ seconds, processor, load, installs, installSeconds }) {
  const each = Object.entries(installs).map(([name, took]) => `${name} ${Math.round(took)}`);
  return [
    `Installs, or looking for what is there, before the first suite: ${onClock(installSeconds)} (${each.join(', ')}).`,
    `Without these ${onClock(seconds - installSeconds)}, with them ${onClock(seconds)}, of CPU time ${onClock(processor)}; load before: ${load.toFixed(1)}.`,
  ].join('\n');
}

function summarize(results, times) {
  for (const [name, { failures }] of results)
    for (const failure of failures) console.log(`\n${name} failed: ${failure}`);
  console.log();
  console.table(
    Object.fromEntries(
      [...results].map(([name, { passed, failed, skipped, seconds }]) => [
        name,
        { passed, failed, skipped, seconds: Math.round(seconds) },
      ]),
    ),
  );
  console.log(`\n${timesTold(times)}`);
  const sum = (key) => [...results.values()].reduce((total, counts) => total + counts[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}
