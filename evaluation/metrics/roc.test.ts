import { describe, expect, it } from 'vitest';
import { attack, live, randomSamples } from '../testing/records';
import { errorRatesAt } from './errorRates';
import { mulberry32 } from './mulberry32';
import { evenWeights, rank, type Ranking, type Weights } from './ranking';
import { auc, equalErrorRate, errorsAt, rocOf } from './roc';
import type { Sample } from './sample';

function evenRoc(samples: readonly Sample[]) {
  const ranking = rank(samples);
  return rocOf(ranking, evenWeights(ranking));
}

const areaOf = (samples: readonly Sample[]) => auc(evenRoc(samples));
const eerOf = (samples: readonly Sample[]) => equalErrorRate(evenRoc(samples));

/** Returns each sample as often as its subject's weight says. */
function repeated({ samples, subject }: Ranking, weights: Weights): Sample[] {
  return samples.flatMap((sample, index) =>
    new Array<Sample>(weights[subject[index] ?? 0] ?? 0).fill(sample),
  );
}

/** By definition, in O(n^2): all pairs counted. It equals scikit-learn's `roc_auc_score`. */
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

  it.each([1, 2, 3])('is the share of pairs in random samples %i', (seed) => {
    const samples = randomSamples(300, 10, seed);
    expect(areaOf(samples)).toBeCloseTo(countedPairs(samples), 12);
  });

  it.each([1, 2, 3])('takes weights for repeated samples %i', (seed) => {
    const ranking = rank(randomSamples(200, 8, seed));
    const random = mulberry32(seed);
    const weights = Uint32Array.from({ length: ranking.subjects }, () => Math.floor(random() * 4));
    expect(auc(rocOf(ranking, weights))).toBeCloseTo(countedPairs(repeated(ranking, weights)), 12);
  });
});

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

  it('takes weights for repeated samples', () => {
    const ranking = rank(randomSamples(200, 8));
    const weights = Uint32Array.from({ length: ranking.subjects }, (_, index) => index % 3);
    const expected = eerOf(repeated(ranking, weights)) ?? NaN;
    expect(equalErrorRate(rocOf(ranking, weights))).toBeCloseTo(expected, 12);
  });
});

describe('errorsAt', () => {
  /** At a threshold of 0.5, or of others. */
  function errorsOf(ranking: Ranking, weights: Weights, thresholds = [0.5]) {
    const roc = rocOf(ranking, weights);
    return thresholds.flatMap((threshold) =>
      errorsAt(roc, ranking.levels.filter((score) => score < threshold).length),
    );
  }

  it('finds the errors of repeated samples', () => {
    const ranking = rank(randomSamples(200, 9));
    const weights = Uint32Array.from({ length: ranking.subjects }, (_, index) => index % 3);
    const thresholds = [0.3, 0.5, 0.7];
    expect(errorsOf(ranking, weights, thresholds)).toEqual(
      thresholds.flatMap((threshold) => {
        const { bpcer, apcer } = errorRatesAt(repeated(ranking, weights), threshold);
        return [bpcer.rate, apcer[0]?.rate.rate];
      }),
    );
  });

  it('has no rate for a class without samples', () => {
    const attacks = rank([attack(0.6)]);
    expect(errorsOf(attacks, evenWeights(attacks))).toEqual([undefined, 1]);
    const bonaFide = rank([live(0.6)]);
    expect(errorsOf(bonaFide, evenWeights(bonaFide))).toEqual([0, undefined]);
  });

  it('passes over species that were not drawn', () => {
    const ranking = rank([attack(0.1, 'print', 'anna'), attack(0.9, 'replay', 'bert')]);
    expect(errorsOf(ranking, Uint32Array.of(2, 0))).toEqual([undefined, 0]);
  });
});

it.each([
  ['auc', areaOf],
  ['equalErrorRate', eerOf],
])('%s is not there with one class only', (_, statistic) => {
  expect(statistic([])).toBeUndefined();
  expect(statistic([live(0.5)])).toBeUndefined();
  expect(statistic([attack(0.5)])).toBeUndefined();
});
