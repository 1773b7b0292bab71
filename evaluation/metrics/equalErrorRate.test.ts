import { describe, expect, it } from 'vitest';
import { equalErrorRate } from './equalErrorRate';
import { attack, live, randomSamples } from './fixtures';
import { evenWeights, rank } from './ranking';
import type { Sample } from './sample';

function eerOf(samples: readonly Sample[]): number | undefined {
  const ranking = rank(samples);
  return equalErrorRate(ranking, evenWeights(ranking));
}

describe('equalErrorRate', () => {
  it('is 0 or 1 for scores that are all right or all wrong', () => {
    expect(eerOf([live(0.9), live(0.8), attack(0.2)])).toBe(0);
    expect(eerOf([live(0.1), attack(0.8), attack(0.9)])).toBe(1);
  });

  it('is where both rates meet', () => {
    // At 0.5 one of three bona fide samples is rejected, one of three attacks accepted.
    const samples = [live(0.3), live(0.6), live(0.9), attack(0.1), attack(0.2), attack(0.7)];
    expect(eerOf(samples)).toBeCloseTo(1 / 3, 12);
  });

  it('is interpolated where they do not meet', () => {
    // Threshold 0.4: BPCER 0, APCER 1/2. Above it BPCER 1/3, APCER 1/2; above 0.5: BPCER 1/3, APCER 0.
    // From (1/3, 1/2) to (1/3, 0) both are equal at 1/3.
    expect(eerOf([live(0.4), live(0.8), live(0.9), attack(0.1), attack(0.5)])).toBeCloseTo(1 / 3, 12);
    // All tied: from (BPCER 0, APCER 1) to (1, 0).
    expect(eerOf([live(0.5), attack(0.5), attack(0.5)])).toBe(0.5);
    // 0.5 is tied: from (0, 1/2) to (1/3, 0). 0 + x/3 = 1/2 - x/2, x = 3/5, EER 1/5.
    expect(eerOf([live(0.5), live(0.8), live(0.9), attack(0.1), attack(0.5)])).toBeCloseTo(0.2, 12);
  });

  it('is not there with one class only', () => {
    expect(eerOf([])).toBeUndefined();
    expect(eerOf([live(0.5)])).toBeUndefined();
    expect(eerOf([attack(0.5)])).toBeUndefined();
  });

  it('takes weights for repeated samples', () => {
    const samples = randomSamples(200, 8);
    const ranking = rank(samples);
    const weights = Uint32Array.from({ length: ranking.subjects }, (_, index) => index % 3);
    const repeated = ranking.samples.flatMap((sample, index) =>
      new Array<Sample>(weights[ranking.subject[index] ?? 0] ?? 0).fill(sample),
    );
    expect(equalErrorRate(ranking, weights)).toBeCloseTo(eerOf(repeated) ?? NaN, 12);
  });
});
