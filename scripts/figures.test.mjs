import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents, filled, measured } from './figures.mjs';
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
import { modelFigures } from './modelFigures.mjs';
import { reportFigures } from './reportFigures.mjs';
import { root } from './run.mjs';
import { SHIPPED } from './shipped.mjs';
import { exemptions, unmarkedFigures } from './unmarkedFigures.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');

/** What training says of itself is mostly what was tried once. */
const published = documents.filter((path) => !path.startsWith('training/'));

/** The figures of a text, each behind its name; tables are padded to their columns. */
const figuresIn = (text) =>
  [...text.matchAll(/<!-- ([\w-]+\.[\w-]+) -->([^]*?)<!-- \/ -->/g)].map(
    ([, name, figure]) => `${name}: ${figure.replace(/\s+/g, ' ')}`,
  );

describe('the figures in the documents', () => {
  it.each(documents)('%s prints what was measured (`npm run figures` reprints it)', (path) => {
    const text = read(path);
    // Markdown takes a line that starts with a comment for HTML, to its end.
    expect(text).not.toMatch(/^\s*([-*>] )?<!-- ([\w-]+\.|\/)/m);
    expect(figuresIn(text)).toEqual(figuresIn(filled(text, measured())));
  });

  // In method.md a table compares settings, of which only one is counted.
  it.each(documents.filter((path) => path !== 'docs/method.md'))('%s marks whole tables', (path) => {
    const tables = read(path).match(/(?:^\|.*\n)+/gm) ?? [];
    const rows = tables
      .filter((table) => table.includes('<!-- / -->'))
      .flatMap((table) => table.split('\n').slice(2));
    expect(rows.filter((row) => /\d[^|]*\|$/.test(row) && !row.includes('<!-- / -->'))).toEqual([]);
  });

  it.each(published)('%s has no measured figure without a mark', (path) => {
    expect(unmarkedFigures(path, read(path))).toEqual([]);
  });

  it('are exempt only where there is such a number', () => {
    const unused = exemptions.filter(
      ([document, around]) =>
        !published.some((path) => path.startsWith(document) && around.test(read(path).replace(/\n/g, ' '))),
    );
    expect(unused).toEqual([]);
  });

  it('are all printed by a document', () => {
    const printed = documents.map(read).join('\n');
    const unprinted = Object.keys(measured()).filter((name) => !printed.includes(`<!-- ${name}.`));
    expect(unprinted).toEqual([]);
  });

  it('say by which command, when and on what', () => {
    const all = Object.values(measured());
    expect(all.length).toBeGreaterThan(0);
    for (const { command, date, machine } of all) {
      expect(command).toMatch(/^([A-Z]+=\S+ )*(npm (run|test)|python3 -m training)\b/);
      expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(machine).toMatch(/\w/);
    }
  });

  it('are all known', () => {
    expect(() => filled('<!-- field.luck -->7<!-- / -->', measured())).toThrow('field.luck');
  });
});

describe('a figure without a mark', () => {
  it.each([
    ['a rate', 'It lets in 5 % of attacks.'],
    ['a time', 'A frame takes 14.2 ms, a check 4 s.'],
    ['a size', 'A check loads 5.8 to 6.0 MB.'],
    ['an area under the curve', 'Its AUC 0.99 is high.'],
    ['bounds', 'It has 0.98 [0.91, 0.99].'],
    ['three decimals', 'The windows lie 0.032 apart.'],
    ['a count', 'It costs 530 million multiply-adds.'],
    ['a cell of a table', '| a | 93 % |'],
    ['a number at the end of a line', 'It takes 7\nminutes.'],
  ])('is found: %s', (_, text) => {
    expect(unmarkedFigures('docs/any.md', text)).not.toEqual([]);
  });

  it.each([
    ['marked', 'It lets in <!-- field.rate -->5 %<!-- / --> of attacks.'],
    ['code', 'The option `wait=30 s`.\n\n```\n5 %\n```\n'],
    ['history', '## Once\n\nMeasured once at commit a6c2117; not measured again.\n\nIt held 24 MB.\n'],
    ['exempt', 'Exact 95 % bounds.'],
    ['no measurement', 'Node 20.19, four windows, port 8080, version 0.1.0, WebGL 2.'],
  ])('is none where it is %s', (_, text) => {
    expect(unmarkedFigures('docs/any.md', text)).toEqual([]);
  });

  it('is found after a section of history', () => {
    const text =
      '## Once\n\nMeasured once at commit a6c2117; not measured again.\n\n## Now\n\nIt holds 24 MB.\n';
    expect(unmarkedFigures('docs/any.md', text)).toEqual([expect.stringContaining('24 MB')]);
  });
});

describe('the figures of the model', () => {
  it('are those of its file', () => {
    const model = JSON.parse(read(`models/${SHIPPED}/model.json`));
    const figures = modelFigures(model);
    // `npm run figures` keeps them.
    expect(measured().model.figures).toEqual(figures);
    expect(figures.id).toBe(SHIPPED);
    const { texture, surroundings, bias } = model.evidence;
    expect(figures.sum).toContain(`${texture.weight} texture + ${surroundings.weight} surroundings + `);
    expect(figures.sum.endsWith(` + ${bias}`)).toBe(true);
    expect(1 / (1 + Math.exp(-figures['live-from']))).toBeCloseTo(model.decision.liveProbability, 2);
    expect(1 / (1 + Math.exp(-figures['spoof-from']))).toBeCloseTo(model.decision.spoofProbability, 2);
  });
});

describe('the figures of a report', () => {
  const rate = (errors, trials) => ({ errors, trials, rate: errors / trials, lower: 0.1, upper: 0.2 });
  const points = ['shipped', 'BPCER 3 %'].map((name) => ({
    name,
    bpcer: rate(1, 8),
    attacksAccepted: rate(2, 4),
  }));
  const system = { auc: { value: 0.98, lower: 0.9, upper: 1 }, eer: { value: 0.05, lower: 0, upper: 0.1 } };
  const verdict = (letIn, noAnswer, turnedAway) => {
    const trials = letIn + noAnswer + turnedAway;
    return {
      letIn: rate(letIn, trials),
      noAnswer: rate(noAnswer, trials),
      turnedAway: rate(turnedAway, trials),
    };
  };
  const clip = (width, ...times) => ({
    ...{ clip: { file: String(width), slices: width === 640 ? { source: 'a' } : {} } },
    ...{ width, height: 480, frames: times.map((time) => ({ time })) },
  });
  const figures = reportFigures({
    figures: {
      verdicts: {
        bonaFide: verdict(7, 2, 1),
        attacks: verdict(0, 1, 4),
        species: [
          { group: 'mask', ...verdict(0, 0, 1) },
          { group: 'replay_tv', ...verdict(0, 1, 3) },
        ],
      },
      peers: [{ system: 'silent-face', bonaFide: verdict(7, 2, 1), attacks: verdict(2, 1, 2) }],
      systems: [
        { system: 'depthproof', unit: 'window', operatingPoints: points, ...system },
        { system: 'depthproof', unit: 'clip', operatingPoints: points, ...system },
        { system: 'silent-face', unit: 'window', operatingPoints: points, ...system },
      ],
    },
    records: [clip(640, 0, 500), clip(640, 0, 100, 200), clip(320, 0, 1000, 2000), clip(320)],
    timings: { seconds: 202 },
  });

  it('count the product by its verdicts, and a peer by its clips with a score', () => {
    expect(figures['depthproof-counts']).toBe('7 / 2 / 1 | 4 / 1 / 0');
    expect(figures['silent-face-counts']).toBe('7 / 2 / 1 | 2 / 1 / 2');
  });

  it('count the sources of all clips, each file for itself where no source is known', () => {
    expect(figures.sources).toBe(2);
  });

  it('count the clips without a scored window', () => {
    expect(figures).toMatchObject({
      unscored: 15 - 12,
      'no-answer': 3,
      'depthproof-attack-counts': '4 / 1 / 0',
    });
  });

  it('are those of the windows, too', () => {
    expect(figures).toMatchObject({
      'windows-live': 8,
      'windows-attacks': 4,
      'depthproof-auc': '0.980',
      'depthproof-auc-bounds': '0.980 [0.900, 1.000]',
      'depthproof-eer-bounds': '5.0 % [0.0, 10.0]',
      'depthproof-at-three': '2 of 4',
    });
  });

  it('end as the command does', () => {
    expect(figures.verdicts).toBe(
      'bona fide 7/10 let in, 1/10 turned away, 2/10 without an answer; ' +
        'attacks 0/5 let in, 4/5 turned away, 1/5 without an answer.',
    );
  });

  it('have the bounds of the report', () => {
    expect(figures['depthproof-attacks-let-in']).toBe('0 to 20.0');
    expect(figures['silent-face-attacks-let-in']).toBe('10.0 to 20.0');
    expect(figures['species-replay_tv']).toBe('0 of 4, 0 % [10, 20.0] | 1, 25 % [10, 20] | 3, 75 % [10, 20]');
  });

  it('say which clips these are, and how long it took', () => {
    expect(figures).toMatchObject({
      species: '4 television replays, 1 mask',
      seconds: '0.3 to 3.0 s',
      size: '2 have 640 x 480 px',
      minutes: '3',
    });
  });
});

describe('the figures of a measuring command', () => {
  it('compare the contenders of a bench', () => {
    const rows = [
      { name: 'Depthproof, webgpu fp32', backend: 'webgpu', milliseconds: [20, 10, 30], bytes: 22.44e6 },
      { name: 'another model', backend: 'wasm', milliseconds: [7] },
      { name: 'TensorFlow.js, webgl', backend: 'webgl', milliseconds: [50, 40, 66] },
    ];
    const contenders = {
      head: ['Contender', 'ms a frame', '10 to 90 %', 'against the first', '% of peak'],
      rows: [
        ['Depthproof, webgpu fp32', '20', '10 to 30', '1 x', '50'],
        ['another model', '7', '7 to 7', '0.35 x', ''],
        ['TensorFlow.js, webgl', '50', '40 to 66', '2.5 x', '20'],
      ],
    };
    const figures = benchFigures({
      model: 'some-model',
      platform: 'Mozilla/5.0 (X11) HeadlessChrome/156.0.0.0 Safari/537.36',
      ...{ rows, contenders },
      ...{ limits: { multiplyAdds: 8e9 }, multiplyAdds: { further: 80e6 } },
    });
    expect(figures).toEqual({
      model: 'some-model',
      browser: 'Chromium 156',
      peak: '8',
      further: '80',
      frames: 3,
      megabytes: '22.4',
      'depthproof-webgpu': '20 | 10 to 30 | 1 | 50 %',
      'tensorflow-webgl': '50 | 40 to 66 | 2.5 ×',
    });
  });

  it('score every row of mutants, and miss none', () => {
    const mutants = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError'].map((status) => ({
      status,
    }));
    const server = [
      'depthproofServer',
      'frames',
      'handler',
      'jpegHeader',
      'readEvidence',
      'sessions',
      'store/memory',
    ];
    const paths = [
      ...['session/session', 'session/decision', 'network/evidence', 'quality/gate', 'injection/any'],
      ...server.map((name) => `server/${name}`),
    ].map((path) => `src/${path}.ts`);
    const files = Object.fromEntries(
      [...paths, 'evaluation/metrics/any.ts'].map((path) => [path, { mutants }]),
    );
    const figures = mutationFigures({ files });
    expect(new Set(Object.values(figures))).toEqual(new Set(['4 | 2 | 50.0 %']));
    expect(() => mutationFigures({ files: {} })).toThrow('"session"');
    const one = { 'src/server/handler.ts': { mutants: mutants.slice(0, 1) } };
    expect(mutationFigures({ files: one }, figures)).toEqual({ ...figures, handler: '1 | 1 | 100.0 %' });
  });

  it('name the least memory of each fifth, and how much it grows once the caches are full', () => {
    const samples = Array.from({ length: 10 }, (_, index) => ({
      windows: 200 * (index + 1),
      memory: { own: (200 + index + (index % 2)) * 1e6, shared: 16.3e6 },
    }));
    expect(soakFigures(samples)).toEqual({
      windows: '2,000',
      growth: '6.0 MB',
      'fifth-1': '400 | 200.0 MB | 16.3 MB',
      'fifth-2': '800 | 202.0 MB | 16.3 MB',
      'fifth-3': '1,200 | 204.0 MB | 16.3 MB',
      'fifth-4': '1,600 | 206.0 MB | 16.3 MB',
      'fifth-5': '2,000 | 208.0 MB | 16.3 MB',
    });
  });

  it('tell what a server stood', () => {
    const figures = serverFigures({
      idle: { megabytes: 126.4, processorMillisecondsPerSecond: 3 },
      'one at a time': {
        medianMilliseconds: 90,
        p99Milliseconds: 105,
        processorMilliseconds: 97,
        megabytes: 161,
      },
      '1 workers': { verificationsPerSecond: 11.52 },
      '2 workers': { verificationsPerSecond: 20 },
      '1 workers, ten times as many': {
        sent: 1003,
        accepted: 67,
        acceptedP99Milliseconds: 2900,
        busyP99Milliseconds: 47,
      },
      'two processes behind nginx': { overOneProcess: 1.52 },
      'one process killed': { accepted: 60 },
    });
    expect(figures).toMatchObject({
      idle: '126 MB, 3 ms',
      throughput: '11.5 and 20',
      'one-accepted': '67 of 1,003',
      'one-late': '2.9',
      refused: '47',
      processes: '1.5',
    });
  });

  it('tell the time without installs, and the load', () => {
    const times = { seconds: 200.4, processor: 300, load: 1.23, installSeconds: 21 };
    expect(timeFigures(times)).toEqual({
      processor: '5 min 0 s',
      clock: '2 min 59 s',
      load: 'a load of 1.2',
    });
    const suites = {
      python: { passed: 1100, failed: 0, seconds: 31.6 },
      e2e: { passed: 2, failed: 0, seconds: 40 },
    };
    expect(testFigures({ ...times, suites })).toEqual({
      whole: '2 min 59 s without 21 s of installs, under a load of 1.2',
      tests: '1,102',
      python: '32 s',
      e2e: '40 s',
    });
    const broken = { ...suites, unit: { passed: 5, failed: 1, seconds: 3 } };
    expect(() => testFigures({ ...times, suites: broken })).toThrow('failed');
    expect(shortBenchFigures({ short: true, seconds: 96 })).toEqual({ whole: '1 min 36 s' });
    expect(() => shortBenchFigures({ short: false, seconds: 96 })).toThrow('--short');
  });

  it('score the pages of the site', () => {
    const scores = { performance: 97, accessibility: 100, seo: 100 };
    const pages = { index: scores, 'docs/integrate': scores, 'demo/bench/index': { ...scores, seo: 96 } };
    expect(lighthouseFigures({ load: 0.05, pages })).toEqual({
      ...{ load: 'a load of 0.1', others: '96 to 100' },
      ...{ home: '97', integrate: '97', bench: '97' },
    });
  });

  it('tell the time from the click to the picture', () => {
    const builds = [{ preview: 83.2, frame: 5.41 }];
    expect(measureFigures({ load: 2, builds })).toEqual({ load: 'a load of 2.0', click: '83', frame: '5.4' });
  });

  it('tell how far browser and server are apart', () => {
    const figures = agreementFigures({ rendered: 48, windows: 69, withoutEvidence: 3, most: 5.5511e-17 });
    expect(figures).toEqual({ windows: '72', clips: '48', evidence: '69', apart: '5.6e-17' });
  });
});
