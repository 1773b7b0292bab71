import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents, filled, measured } from './figures.mjs';
import { benchFigures, mutationFigures, serverFigures, soakFigures } from './measuredFigures.mjs';
import { reportFigures } from './reportFigures.mjs';
import { root } from './run.mjs';

/** Tables are padded to their columns. */
const squeezed = (text) => text.replace(/\s+/g, ' ');

describe('the figures in the documents', () => {
  it.each(documents)('%s prints what was measured (`npm run figures` reprints it)', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    expect(text).toContain('<!-- / -->');
    // Markdown takes a line that starts with a comment for HTML, to its end.
    expect(text).not.toMatch(/^\s*([-*>] )?<!-- ([\w-]+\.|\/)/m);
    expect(squeezed(text)).toBe(squeezed(filled(text, measured())));
  });

  // In method.md a table compares settings, of which only one is counted.
  it.each(documents.filter((path) => path !== 'docs/method.md'))('%s marks whole tables', (path) => {
    const tables = readFileSync(join(root, path), 'utf8').match(/(?:^\|.*\n)+/gm) ?? [];
    const rows = tables
      .filter((table) => table.includes('<!-- / -->'))
      .flatMap((table) => table.split('\n').slice(2));
    expect(rows.filter((row) => /\d[^|]*\|$/.test(row) && !row.includes('<!-- / -->'))).toEqual([]);
  });

  it('say by which command, when and on what', () => {
    const all = Object.values(measured());
    expect(all.length).toBeGreaterThan(0);
    for (const { command, date, machine } of all) {
      expect(command).toMatch(/^(npm (run|test)|python3 -m training)\b/);
      expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(machine).toMatch(/\w/);
    }
  });

  it('are all known', () => {
    expect(() => filled('<!-- field.luck -->7<!-- / -->', measured())).toThrow('field.luck');
  });
});

describe('the figures of a report', () => {
  const rate = (errors, trials) => ({ errors, trials, lower: 0.1, upper: 0.2 });
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
  const figures = reportFigures({
    verdicts: { bonaFide: verdict(7, 2, 1), attacks: verdict(0, 1, 4) },
    systems: [
      { system: 'depthproof', unit: 'window', operatingPoints: points, ...system },
      { system: 'depthproof', unit: 'clip', operatingPoints: points, ...system },
      { system: 'silent-face', unit: 'window', operatingPoints: points, ...system },
      { system: 'silent-face', unit: 'clip', operatingPoints: points, ...system },
    ],
  });

  it('count the product by its verdicts, and a peer by its clips with a score', () => {
    expect(figures['depthproof-counts']).toBe('7 / 2 / 1 | 4 / 1 / 0');
    expect(figures['silent-face-counts']).toBe('7 / 2 / 1 | 2 / 1 / 2');
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

  it('have exact bounds', () => {
    // 1 - 0.025 ** (1 / 5)
    expect(figures['depthproof-attacks-let-in']).toBe('0 to 52.2');
  });
});

describe('the figures of a measuring command', () => {
  it('compare the contenders of a bench', () => {
    const rows = [
      { name: 'Depthproof, webgpu fp32', backend: 'webgpu', milliseconds: [20, 10, 30], bytes: 22.44e6 },
      { name: 'TensorFlow.js, webgl', backend: 'webgl', milliseconds: [50, 40, 66] },
    ];
    const figures = benchFigures({ rows, limits: { multiplyAdds: 8e9 }, multiplyAdds: { further: 80e6 } });
    expect(figures).toEqual({
      peak: '8',
      megabytes: '22.4',
      'depthproof-webgpu': '20 | 10 to 30 | 1 | 50.0 %',
      'tensorflow-webgl': '50 | 40 to 66 | 2.5 ×',
    });
  });

  it('score every row of mutants, and miss none', () => {
    const mutants = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError'].map((status) => ({
      status,
    }));
    const paths = ['session/session', 'network/evidence', 'quality/gate', 'injection/any', 'server/frames'];
    const rest = ['readEvidence', 'sessions', 'store/memory', 'jpegHeader'].map((name) => `server/${name}`);
    const files = Object.fromEntries([...paths, ...rest].map((path) => [`src/${path}.ts`, { mutants }]));
    expect(new Set(Object.values(mutationFigures({ files })))).toEqual(new Set(['4 | 2 | 50.0 %']));
    expect(() => mutationFigures({ files: {} })).toThrow('"session"');
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
    const overload = { sent: 1003, accepted: 67, acceptedP99Milliseconds: 2900, busyP99Milliseconds: 47 };
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
      '1 workers, ten times as many': overload,
      '2 workers, ten times as many': overload,
      'two processes behind nginx': { overOneProcess: 1.52, overOneProcessAtMost: 1.72 },
      'one process killed': { accepted: 60 },
    });
    expect(figures).toMatchObject({
      idle: '126 MB, 3 ms',
      throughput: '11.5 and 20',
      'two-accepted': '67 of 1,003',
      'two-late': '2.9',
      'at-most': '1.7',
    });
  });
});
