import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents, filled, measured } from './figures.mjs';
import { reportFigures } from './reportFigures.mjs';
import { root } from './run.mjs';

/** Tables are padded to their columns. */
const squeezed = (text) => text.replace(/\s+/g, ' ');

describe('the figures in the documents', () => {
  it.each(documents)('%s prints what was measured (`npm run figures` reprints it)', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    expect(text).toContain('<!-- / -->');
    // Markdown takes a line that starts with a comment for HTML, to its end.
    expect(text).not.toMatch(/^<!-- [\w-]+\./m);
    expect(squeezed(text)).toBe(squeezed(filled(text, measured())));
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
      { system: 'silent-face', unit: 'window', operatingPoints: points, ...system },
      { system: 'silent-face', unit: 'clip', operatingPoints: points, ...system },
    ],
  });

  it('count the product by its verdicts, and a peer by its clips with a score', () => {
    expect(figures['depthproof-counts']).toBe('7 / 2 / 1 | 4 / 1 / 0');
    expect(figures['silent-face-counts']).toBe('7 / 2 / 1 | 2 / 1 / 2');
  });

  it('have exact bounds', () => {
    // 1 - 0.025 ** (1 / 5)
    expect(figures['depthproof-attacks-let-in']).toBe('0 to 52.2');
  });
});
