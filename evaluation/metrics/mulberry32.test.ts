import { describe, expect, it } from 'vitest';
import { mulberry32 } from './mulberry32';

describe('mulberry32', () => {
  it('gives the same numbers for the same seed', () => {
    const take = (seed: number) => Array.from({ length: 5 }, mulberry32(seed));
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
  });

  it('fills the range from 0 to below 1 evenly', () => {
    const tenths = new Array<number>(10).fill(0);
    const random = mulberry32(1);
    for (let i = 0; i < 10_000; i += 1) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // 1000 -+ 30 is one standard deviation.
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(130);
    expect(tenths).toHaveLength(10);
  });
});
