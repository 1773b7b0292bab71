import { describe, expect, it } from 'vitest';
import { rate } from './clopperPearson';

describe('rate', () => {
  it.each([
    [0, 20, 0, 0.1684],
    [1, 20, 0.0013, 0.2487],
    [5, 50, 0.0333, 0.2181],
    [10, 100, 0.049, 0.1762],
    [0, 150, 0, 0.0243],
  ])('%i of %i has the tabled bounds', (errors, trials, lower, upper) => {
    const found = rate(errors, trials);
    expect(found.rate).toBe(errors / trials);
    expect(found.lower).toBeCloseTo(lower, 4);
    expect(found.upper).toBeCloseTo(upper, 4);
  });

  it.each([1, 2, 30, 100_000])('none and all of %i have bounds of a closed form', (trials) => {
    const none = rate(0, trials);
    expect(none.lower).toBe(0);
    expect(none.upper).toBeCloseTo(1 - 0.025 ** (1 / trials), 10);
    const all = rate(trials, trials);
    expect(all.lower).toBeCloseTo(0.025 ** (1 / trials), 10);
    expect(all.upper).toBe(1);
  });

  it('is the same seen from the other side', () => {
    const few = rate(7, 90);
    const many = rate(83, 90);
    expect(many.lower).toBeCloseTo(1 - (few.upper ?? 0), 10);
    expect(many.upper).toBeCloseTo(1 - (few.lower ?? 0), 10);
  });

  it('has neither rate nor bounds without trials', () => {
    expect(Object.keys(rate(0, 0))).toEqual(['errors', 'trials']);
  });

  it.each([
    [2, 1],
    [-1, 5],
    [0.5, 5],
    [NaN, 5],
  ])('refuses %f of %f', (errors, trials) => {
    expect(() => rate(errors, trials)).toThrow(RangeError);
  });
});
