import { describe, expect, it } from 'vitest';
import { auc } from './auc';
import { attack, live, randomSamples } from './fixtures';
import { mulberry32 } from './mulberry32';
import { evenWeights, rank } from './ranking';
import type { Sample } from './sample';

function areaOf(samples: readonly Sample[]): number | undefined {
  const ranking = rank(samples);
  return auc(ranking, evenWeights(ranking));
}

/** By definition, in O(n^2): all pairs counted. It is what scikit-learn's `roc_auc_score` is equal to. */
function countedPairs(samples: readonly Sample[]): number {
  const bonaFide = samples.filter(({ label }) => label === 'live');
  const attacks = samples.filter(({ label }) => label === 'attack');
  let concordant = 0;
  for (const { score } of bonaFide) {
    for (const other of attacks) concordant += score > other.score ? 1 : score === other.score ? 0.5 : 0;
  }
  return concordant / (bonaFide.length * attacks.length);
}

describe('auc', () => {
  it('is 1, 0 or a half for scores that are all right, all wrong or all the same', () => {
    expect(areaOf([live(0.9), live(0.8), attack(0.2), attack(0.1)])).toBe(1);
    expect(areaOf([live(0.1), live(0.2), attack(0.8)])).toBe(0);
    expect(areaOf([live(0.5), live(0.5), attack(0.5)])).toBe(0.5);
  });

  it("is that of the example in scikit-learn's documentation", () => {
    // roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) = 0.75: 3 of 4 pairs.
    expect(areaOf([attack(0.1), attack(0.4), live(0.35), live(0.8)])).toBe(0.75);
  });

  it('counts ties half', () => {
    // Pairs of 0.5 with 0.5 and 0.3: 0.5 + 1; of 0.3 with them: 0 + 0.5. 2 of 4.
    expect(areaOf([live(0.5), live(0.3), attack(0.5), attack(0.3)])).toBe(0.5);
    // 0.7: 1 + 1; 0.5: 0.5 + 1. 3.5 of 4.
    expect(areaOf([live(0.7), live(0.5), attack(0.5), attack(0.3)])).toBe(0.875);
  });

  it('is not there with one class only', () => {
    expect(areaOf([])).toBeUndefined();
    expect(areaOf([live(0.5)])).toBeUndefined();
    expect(areaOf([attack(0.5)])).toBeUndefined();
  });

  it.each([1, 2, 3])('is the share of pairs in random samples %i', (seed) => {
    const samples = randomSamples(300, 10, seed);
    expect(areaOf(samples)).toBeCloseTo(countedPairs(samples), 12);
  });

  it.each([1, 2, 3])('takes weights for repeated samples %i', (seed) => {
    const samples = randomSamples(200, 8, seed);
    const ranking = rank(samples);
    const random = mulberry32(seed);
    const weights = Uint32Array.from({ length: ranking.subjects }, () => Math.floor(random() * 4));
    const repeated = ranking.samples.flatMap((sample, index) =>
      new Array<Sample>(weights[ranking.subject[index] ?? 0] ?? 0).fill(sample),
    );
    expect(auc(ranking, weights)).toBeCloseTo(countedPairs(repeated), 12);
  });
});
