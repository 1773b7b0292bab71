import { describe, expect, it } from 'vitest';
import { frameStatistics } from './frames';

/** Frames of a light that wanders, with some noise. */
const frames = [0, 1, 2, 3, 4].map((step) =>
  Uint8Array.from(
    { length: 300 },
    (_, at) => 100 + 40 * Math.cos((at - 20 * step) / 50) + ((at * 7 + step) % 3),
  ),
);
const ordered = (...order: number[]) => order.map((index) => frames[index] ?? new Uint8Array());

describe('the statistics of frames', () => {
  it('know the order in which they were made, or its reverse', () => {
    expect(frameStatistics(ordered(0, 1, 2, 3, 4)).disorder).toBe(1);
    expect(frameStatistics(ordered(4, 3, 2, 1, 0)).disorder).toBe(1);
    expect(frameStatistics(ordered(2, 0, 4, 1, 3)).disorder).toBeGreaterThan(1.5);
  });

  it('see a frame that is there twice', () => {
    expect(frameStatistics(ordered(0, 1, 2)).leastDifference).toBeGreaterThan(1);
    expect(frameStatistics([4, 6, 9].map((level) => new Uint8Array(50).fill(level))).leastDifference).toBe(2);
    expect(frameStatistics(ordered(0, 1, 0)).leastDifference).toBe(0);
    expect(frameStatistics(ordered(0, 0))).toEqual({ leastDifference: 0, disorder: 1 });
  });
});
