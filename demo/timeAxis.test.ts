import { describe, expect, it } from 'vitest';
import { lastSeconds, ticks } from './timeAxis';

describe('lastSeconds', () => {
  it('stands still at first, then moves on', () => {
    expect(lastSeconds(3, 20)).toEqual({ from: 0, to: 20 });
    expect(lastSeconds(33.5, 20)).toEqual({ from: 13.5, to: 33.5 });
  });
});

describe('ticks', () => {
  it('are round times inside the span', () => {
    expect(ticks({ from: 0, to: 20 }, 5)).toEqual([0, 5, 10, 15, 20]);
    expect(ticks({ from: 13.5, to: 33.5 }, 5)).toEqual([15, 20, 25, 30]);
  });

  it('are fewer where there is less room', () => {
    expect(ticks({ from: 0, to: 20 }, 2)).toEqual([0, 10, 20]);
    expect(ticks({ from: 0, to: 5 }, 5)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
