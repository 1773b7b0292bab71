import { describe, expect, it } from 'vitest';
import { attack, live, randomSamples } from '../testing/records';
import { detCurve, thresholdAtBpcer } from './detCurve';
import { errorRatesAt } from './errorRates';
import { rank } from './ranking';

describe('detCurve', () => {
  it('has a point for each score that occurs and one where nothing is accepted', () => {
    const samples = [live(0.3), live(0.8), attack(0.1), attack(0.3), attack(0.3, 'mask')];
    const curve = detCurve(rank(samples));
    expect(curve.slice(0, -1)).toEqual([
      { threshold: 0.1, bpcer: 0, apcer: 1 },
      // One of two prints is still accepted, and the one mask: the mask is worse.
      { threshold: 0.3, bpcer: 0, apcer: 1 },
      { threshold: 0.8, bpcer: 0.5, apcer: 0 },
    ]);
    expect(curve.at(-1)).toMatchObject({ bpcer: 1, apcer: 0 });
  });

  it.each([-3, -1e-300, 0, 0.5, 1, 7e300])('ends right above the highest score, %f', (highest) => {
    const end = detCurve(rank([live(highest), attack(highest)])).at(-1)?.threshold ?? NaN;
    expect(end).toBeGreaterThan(highest);
    expect(end - highest).toBeLessThanOrEqual(Math.abs(highest) * 1e-15 + Number.MIN_VALUE);
    expect(Number.isFinite(end)).toBe(true);
  });

  it('has the errors that are found at its thresholds', () => {
    const samples = randomSamples(120, 5);
    for (const { threshold, bpcer, apcer } of detCurve(rank(samples))) {
      const rates = errorRatesAt(samples, threshold);
      expect(bpcer).toBe(rates.bpcer.rate);
      expect(apcer).toBe(rates.apcer[0]?.rate.rate);
    }
  });

  it('is empty with one class only', () => {
    expect(detCurve(rank([]))).toEqual([]);
    expect(detCurve(rank([live(0.5)]))).toEqual([]);
    expect(detCurve(rank([attack(0.5)]))).toEqual([]);
  });
});

describe('thresholdAtBpcer', () => {
  // Bona fide at 0.01, 0.02, ... 1.
  const hundred = Array.from({ length: 100 }, (_, index) => live((index + 1) / 100));

  it.each([
    [0, 0.01],
    [0.01, 0.02],
    [0.03, 0.04],
    [0.0399, 0.04],
    [0.07, 0.08],
    [0.1, 0.11],
  ])('rejects a share of at most %f from %f', (target, threshold) => {
    expect(thresholdAtBpcer(detCurve(rank([...hundred, attack(0.5)])), target)).toBe(threshold);
  });

  it('does not split ties', () => {
    // Above 0.2 two of four would be rejected.
    const samples = [live(0.2), live(0.2), live(0.5), live(0.6), attack(0.3)];
    expect(thresholdAtBpcer(detCurve(rank(samples)), 0.3)).toBe(0.2);
    expect(thresholdAtBpcer(detCurve(rank(samples)), 0.5)).toBe(0.5);
  });

  it('is as high as it can be, above attacks', () => {
    expect(thresholdAtBpcer(detCurve(rank([live(0.9), attack(0.1), attack(0.4)])), 0.01)).toBe(0.9);
  });

  it('is not there on an empty curve', () => {
    expect(thresholdAtBpcer([], 0.1)).toBeUndefined();
  });
});
