import { describe, expect, it } from 'vitest';
import { attack, live, randomSamples } from '../testing/records';
import { bootstrap } from './bootstrap';
import { mulberry32 } from './mulberry32';
import { rank, type Ranking } from './ranking';
import { auc, rocOf } from './roc';

function areaOf(ranking: Ranking) {
  return bootstrap(ranking.subjects, (weights) => [auc(rocOf(ranking, weights))])[0];
}

describe('bootstrap', () => {
  it('draws as many subjects as there are', () => {
    bootstrap(7, (weights) => {
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(7);
      return [];
    });
  });

  it('finds the same each time', () => {
    const ranking = rank(randomSamples(200, 20));
    expect(areaOf(ranking)).toEqual(areaOf(ranking));
  });

  it('has the value of the samples as they are, within its interval', () => {
    const ranking = rank(randomSamples(200, 20));
    const { value = NaN, lower = NaN, upper = NaN } = areaOf(ranking) ?? {};
    expect(value).toBe(auc(rocOf(ranking, new Uint32Array(ranking.subjects).fill(1))));
    expect(lower).toBeLessThan(value);
    expect(upper).toBeGreaterThan(value);
  });

  it('finds the interval that theory has for a mean', () => {
    // 30 of 100 subjects count 1, the others 0: 0.3 with a standard error of sqrt(0.3 * 0.7 / 100) = 0.0458,
    // so 0.3 -+ 1.96 * 0.0458 = 0.210 to 0.390.
    const [mean] = bootstrap(100, (weights) => [
      weights.subarray(0, 30).reduce((sum, weight) => sum + weight, 0) / 100,
    ]);
    expect(mean?.value).toBe(0.3);
    expect(Math.abs((mean?.lower ?? NaN) - 0.21)).toBeLessThan(0.015);
    expect(Math.abs((mean?.upper ?? NaN) - 0.39)).toBeLessThan(0.015);
  });

  it('covers the truth about as often as it says', () => {
    // A mean of 30 uniform numbers; the truth is a half. 200 intervals of 95 % miss it 10 times.
    const random = mulberry32(5);
    let covered = 0;
    for (let repetition = 0; repetition < 200; repetition += 1) {
      const drawn = Array.from({ length: 30 }, random);
      const [mean] = bootstrap(30, (weights) => [
        drawn.reduce((sum, number, index) => sum + number * (weights[index] ?? 0), 0) / 30,
      ]);
      if ((mean?.lower ?? 1) <= 0.5 && (mean?.upper ?? 0) >= 0.5) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(180);
    expect(covered).toBeLessThanOrEqual(198);
  });

  it('has no interval for a single subject', () => {
    expect(areaOf(rank([live(0.9), attack(0.1)]))).toEqual({ value: 1 });
  });

  it('leaves draws out in which the statistic is not there', () => {
    // With two subjects one of them is missing in half of the draws.
    const [some, none] = bootstrap(2, (weights) => [weights[0] === 1 ? 3 : undefined, undefined]);
    expect(some).toEqual({ value: 3, lower: 3, upper: 3 });
    expect(none).toEqual({});
  });

  it('has no interval from a handful of draws', () => {
    let calls = 0;
    const [estimate] = bootstrap(5, () => {
      calls += 1;
      return [calls < 50 ? 1 : undefined];
    });
    expect(estimate).toEqual({ value: 1 });
  });
});
