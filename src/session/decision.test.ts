import { describe, expect, it } from 'vitest';
import { combinedProbability, outcomeOf } from './decision';

const rule = { liveProbability: 0.95, spoofProbability: 0.05, correlation: 0.88, largestLogOdds: 4 };
const windows = (...probabilities: number[]) => probabilities.map((probability) => ({ probability }));

describe('combinedProbability', () => {
  it('is not there without windows', () => {
    expect(combinedProbability([], rule)).toBeUndefined();
  });

  it('is that of a single window', () => {
    expect(combinedProbability(windows(0.8), rule)).toBeCloseTo(0.8);
  });

  it('grows little with windows that agree, and cancels with those that do not', () => {
    expect(combinedProbability(windows(0.9, 0.9), rule)).toBeCloseTo(0.9119, 4);
    expect(combinedProbability(windows(0.9, 0.1), rule)).toBeCloseTo(0.5);
  });

  it('lets no number of windows that each say too little pass', () => {
    expect(combinedProbability(windows(...new Array<number>(8).fill(0.9)), rule)).toBeLessThan(0.94);
  });

  it('lets no single window outvote many', () => {
    const combined = combinedProbability(windows(1, ...new Array<number>(9).fill(0.1)), rule);
    expect(outcomeOf(combined, rule)).not.toBe('live');
    expect(combined).toBeLessThan(0.2);
  });
});

describe('outcomeOf', () => {
  it.each([
    [0.95, 'live'],
    [0.05, 'spoof'],
    [0.5, 'inconclusive'],
    [undefined, 'inconclusive'],
  ])('%f is %s', (probability, outcome) => {
    expect(outcomeOf(probability, rule)).toBe(outcome);
  });
});
