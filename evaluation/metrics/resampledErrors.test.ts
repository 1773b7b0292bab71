import { describe, expect, it } from 'vitest';
import { attack, live, randomSamples } from '../testing/records';
import { errorRatesAt } from './errorRates';
import { evenWeights, rank } from './ranking';
import { resampledErrors } from './resampledErrors';
import type { Sample } from './sample';

describe('resampledErrors', () => {
  it('finds what is found in repeated samples', () => {
    const ranking = rank(randomSamples(200, 9));
    const weights = Uint32Array.from({ length: ranking.subjects }, (_, index) => index % 3);
    const repeated = ranking.samples.flatMap((sample, index) =>
      new Array<Sample>(weights[ranking.subject[index] ?? 0] ?? 0).fill(sample),
    );
    const thresholds = [0.3, 0.5, 0.7];
    expect(resampledErrors(ranking, thresholds)(weights)).toEqual(
      thresholds.flatMap((threshold) => {
        const { bpcer, apcer } = errorRatesAt(repeated, threshold);
        return [bpcer.rate, apcer[0]?.rate.rate];
      }),
    );
  });

  it('has no rate where there is nobody to err on', () => {
    const attacks = rank([attack(0.6)]);
    expect(resampledErrors(attacks, [0.5])(evenWeights(attacks))).toEqual([undefined, 1]);
    const bonaFide = rank([live(0.6)]);
    expect(resampledErrors(bonaFide, [0.5])(evenWeights(bonaFide))).toEqual([0, undefined]);
  });

  it('passes over species that were not drawn', () => {
    const ranking = rank([attack(0.1, 'print', 'anna'), attack(0.9, 'replay', 'bert')]);
    expect(resampledErrors(ranking, [0.5])(Uint32Array.of(2, 0))).toEqual([undefined, 0]);
  });
});
