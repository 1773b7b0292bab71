/** Each of these takes the JSON file that a measuring command writes, and returns its figures as the documents print them. */
import { onClock } from './stopwatch.mjs';

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const counted = (number) => number.toLocaleString('en');
/** Returns three digits: "4170", "53". */
const rounded = (value) => String(Number(value.toPrecision(3)));
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1);

/** The rows of the documents' table by the names that the bench prints. */
const contenderNames = {
  'Depthproof, webgpu fp32': 'depthproof-webgpu',
  'TensorFlow.js, webgpu': 'tensorflow-webgpu',
  'onnxruntime-web, webgpu': 'onnxruntime-webgpu',
  'TensorFlow.js, webgl': 'tensorflow-webgl',
  'TensorFlow.js, wasm': 'tensorflow-wasm',
  'onnxruntime-web, wasm': 'onnxruntime-wasm',
};

/** Of build/bench.json. */
export function benchFigures({ model, platform, rows, limits, multiplyAdds, contenders }) {
  const ours = rows.find(({ name }) => contenderNames[name] === 'depthproof-webgpu');
  const figures = {
    model,
    browser: /Chrome\/\d+/.exec(platform)?.[0].replace('Chrome/', 'Chromium ') ?? platform,
    peak: rounded(limits.multiplyAdds / 1e9),
    further: rounded(multiplyAdds.further / 1e6),
    frames: ours.milliseconds.length,
    megabytes: rounded(ours.bytes / 1e6),
  };
  for (const [index, { name, backend }] of rows.entries()) {
    if (!(name in contenderNames)) continue;
    const cell = (column) => contenders.rows[index][contenders.head.indexOf(column)];
    figures[contenderNames[name]] = [
      cell('ms a frame'),
      cell('10 to 90 %'),
      name === ours.name ? '1' : cell('against the first').replace('x', '×'),
      ...(backend === 'webgpu' ? [`${cell('% of peak')} %`] : []),
    ].join(' | ');
  }
  return figures;
}

/** The rows of the documents' table, and the mutated files that they hold. */
const mutated = {
  session: /^src\/session\/(reasons|session)\.ts$/,
  decision: /^src\/session\/decision\.ts$/,
  evidence: /^src\/network\/evidence\.ts$/,
  quality: /^src\/quality\//,
  injection: /^src\/injection\//,
  server: /^src\/(server\/(frames|plausibility|verdict)|evidence\/chain)\.ts$/,
  'depthproof-server': /^src\/server\/depthproofServer\.ts$/,
  handler: /^src\/server\/handler\.ts$/,
  'read-evidence': /^src\/server\/readEvidence\.ts$/,
  sessions: /^src\/server\/sessions\.ts$/,
  store: /^src\/server\/store\/memory\.ts$/,
  'jpeg-header': /^src\/server\/jpegHeader\.ts$/,
  metrics: /^evaluation\/metrics\//,
};

/** Of build/mutation.json; rows of which the run changed nothing stay as they were `before`. Throws if one was never measured. */
export function mutationFigures({ files }, before = {}) {
  const row = ([name, pattern]) => {
    const statuses = Object.entries(files)
      .filter(([path]) => pattern.test(path))
      .flatMap(([, { mutants }]) => mutants.map(({ status }) => status));
    const among = (...wanted) => statuses.filter((status) => wanted.includes(status)).length;
    const noticed = among('Killed', 'Timeout');
    const all = noticed + among('Survived', 'NoCoverage');
    if (all === 0 && !before[name])
      throw new Error(`The run changed nothing of "${name}": run it over all files.`);
    if (all === 0) return [name, before[name]];
    return [name, `${all} | ${noticed} | ${((100 * noticed) / all).toFixed(1)} %`];
  };
  return Object.fromEntries(Object.entries(mutated).map(row));
}

/** Of build/soak.json: the least memory in each fifth of the run. */
export function soakFigures(samples) {
  const size = samples.length / 5;
  const fifths = Array.from({ length: 5 }, (_, index) => samples.slice(index * size, (index + 1) * size));
  const leastOf = (some, kind) => Math.min(...some.map(({ memory }) => memory[kind]));
  const [, second, , , last] = fifths.map((some) => leastOf(some, 'own'));
  const rows = fifths.map((some, index) => [
    `fifth-${index + 1}`,
    `${counted(some.at(-1).windows)} | ${megabytes(leastOf(some, 'own'))} | ${megabytes(leastOf(some, 'shared'))}`,
  ]);
  return {
    windows: counted(samples.at(-1).windows),
    growth: megabytes(last - second),
    ...Object.fromEntries(rows),
  };
}

/** Of build/bench-server.json. */
export function serverFigures(measured) {
  const single = measured['one at a time'];
  const [one, two] = [measured['1 workers'], measured['2 workers']];
  const overload = measured['1 workers, ten times as many'];
  const { megabytes, processorMillisecondsPerSecond } = measured.idle;
  const pair = measured['two processes behind nginx'];
  return {
    idle: `${megabytes.toFixed(0)} MB, ${processorMillisecondsPerSecond.toFixed(0)} ms`,
    median: single.medianMilliseconds.toFixed(0),
    late: single.p99Milliseconds.toFixed(0),
    processor: single.processorMilliseconds.toFixed(0),
    megabytes: single.megabytes.toFixed(0),
    throughput: [one, two].map((run) => rounded(run.verificationsPerSecond)).join(' and '),
    'one-accepted': `${overload.accepted} of ${counted(overload.sent)}`,
    'one-late': seconds(overload.acceptedP99Milliseconds),
    refused: overload.busyP99Milliseconds.toFixed(0),
    processes: pair.overOneProcess.toFixed(1),
    killed: measured['one process killed'].accepted,
  };
}

const loadOf = (load) => `a load of ${load.toFixed(1)}`;

/** Of build/site.json and build/check.json: how long it took without installs. */
export function timeFigures({ seconds, processor, load, installSeconds = 0 }) {
  return { processor: onClock(processor), clock: onClock(seconds - installSeconds), load: loadOf(load) };
}

/** Of build/test.json; throws if a suite failed. */
export function testFigures({ suites, ...times }) {
  const all = Object.values(suites);
  if (all.some(({ failed }) => failed > 0)) throw new Error('A suite failed: nothing is kept of that run.');
  const { clock, load } = timeFigures(times);
  return {
    whole: `${clock} without ${onClock(times.installSeconds)} of installs, under ${load}`,
    tests: counted(all.reduce((sum, { passed }) => sum + passed, 0)),
    python: `${suites.python.seconds.toFixed(0)} s`,
    e2e: `${suites.e2e.seconds.toFixed(0)} s`,
  };
}

/** Of build/bench.json, too; throws if that is of the whole bench. */
export function shortBenchFigures({ short, seconds: took }) {
  if (!short) throw new Error('This is no short bench: run it with --short.');
  return { whole: onClock(took) };
}

/** Of build/lighthouse.json. */
export function lighthouseFigures({ load, pages }) {
  const others = Object.values(pages).flatMap((scores) =>
    Object.entries(scores).flatMap(([category, score]) => (category === 'performance' ? [] : [score])),
  );
  const [least, most] = [Math.min(...others), Math.max(...others)];
  const performances = Object.entries(pages).map(([path, { performance }]) => [
    path.split('/').findLast((part) => part !== 'index') ?? 'home',
    String(performance),
  ]);
  return {
    load: loadOf(load),
    others: least === most ? String(least) : `${least} to ${most}`,
    ...Object.fromEntries(performances),
  };
}

/** Of build/measure.json. */
export function measureFigures({ load, builds: [own] }) {
  return { load: loadOf(load), click: own.preview.toFixed(0), frame: own.frame.toFixed(1) };
}

/** Of build/agreement.json. */
export function agreementFigures({ rendered, windows, withoutEvidence, most }) {
  return {
    windows: String(windows + withoutEvidence),
    clips: String(rendered),
    evidence: String(windows),
    apart: Number(most.toPrecision(2)).toString(),
  };
}
