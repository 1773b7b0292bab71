import { describe, expect, it } from 'vitest';
import { attack, live } from '../testing/records';
import { rate } from './clopperPearson';
import { detCurve } from './detCurve';
import { errorRatesAt } from './errorRates';
import { evenWeights, rank } from './ranking';
import { auc, equalErrorRate, rocOf } from './roc';

/*
 * The same scores through scikit-learn 1.2.1 and SciPy:
 *   y = [1] * 17 + [0] * 23; fpr, tpr, thresholds = roc_curve(y, score, drop_intermediate=False)
 *   roc_auc_score(y, score) = 0.9232736572890026
 *   brentq(lambda x: 1 - x - interp1d(fpr, tpr)(x), 0, 1) = 0.15
 */
const bonaFide = [
  0.62, 0.67, 0.57, 0.46, 0.54, 0.44, 0.63, 0.86, 0.53, 0.51, 0.71, 0.68, 0.64, 0.45, 0.61, 0.75, 0.38,
];
const attacks = [
  0.33, 0.04, 0.16, 0.05, 0.37, 0.17, 0.47, 0.45, 0.38, -0.08, 0.31, 0.41, 0.44, 0.11, 0.32, 0.22, 0.26, 0.63,
  0.26, 0.41, 0.6, 0.3, 0.4,
];
const samples = [...bonaFide.map((score) => live(score)), ...attacks.map((score) => attack(score))];
const ranking = rank(samples);
const roc = rocOf(ranking, evenWeights(ranking));

describe('beside scikit-learn and SciPy', () => {
  it('the area is the same', () => {
    expect(auc(roc)).toBeCloseTo(0.9232736572890026, 12);
  });

  it('the equal error rate is the same', () => {
    expect(equalErrorRate(roc)).toBeCloseTo(0.15, 12);
  });

  it('the curve has the same points', () => {
    // (fpr, 1 - tpr) of roc_curve by threshold.
    const points: [number, number, number][] = [
      [0.86, 0, 0.9411764705882353],
      [0.63, 0.043478260869565216, 0.5882352941176471],
      [0.5, 0.08695652173913043, 0.23529411764705888],
      [0.44, 0.21739130434782608, 0.05882352941176472],
      [0.38, 0.391304347826087, 0],
      [-0.08, 1, 0],
    ];
    const curve = detCurve(ranking);
    for (const [threshold, apcer, bpcer] of points) {
      const errors = errorRatesAt(samples, threshold);
      expect(errors.apcer[0]?.rate.rate).toBeCloseTo(apcer, 12);
      expect(errors.bpcer.rate).toBeCloseTo(bpcer, 12);
      if (threshold === 0.5) continue;
      const point = curve.find((candidate) => candidate.threshold === threshold);
      expect(point?.apcer).toBeCloseTo(apcer, 12);
      expect(point?.bpcer).toBeCloseTo(bpcer, 12);
    }
  });

  it('the bounds are those of the beta distribution', () => {
    // beta.ppf(0.025, k, n - k + 1) and beta.ppf(0.975, k + 1, n - k).
    for (const [errors, trials, lower, upper] of [
      [3, 17, 0.037985068070626, 0.43431787284428397],
      [0, 142, 0, 0.025643498484463182],
      [10, 142, 0.03428496896533926, 0.12569573876820023],
      [1, 7, 0.0036102968619005833, 0.5787231970431952],
    ] as const) {
      const { lower: low, upper: high } = rate(errors, trials);
      expect(low).toBeCloseTo(lower, 7);
      expect(high).toBeCloseTo(upper, 7);
    }
  });
});
