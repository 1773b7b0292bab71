import { describe, expect, it } from 'vitest';
import { pickFrame, startCadence } from './cadence';

/** Feeds timestamps (ms) to a cadence of 100 ms and gives back those that were taken. */
function taken(timestamps: number[], interval = 100): number[] {
  let cadence = startCadence(interval);
  return timestamps.filter((timestamp) => {
    const pick = pickFrame(cadence, timestamp);
    cadence = pick.cadence;
    return pick.take;
  });
}

/** `seconds` of timestamps at a frame rate, each off by up to `jitter` ms in a fixed pattern. */
function stream(fps: number, seconds = 3, jitter = 0, start = 0): number[] {
  return Array.from(
    { length: fps * seconds },
    (_, i) => start + (i * 1000) / fps + jitter * Math.sin(i * 12.9898),
  );
}

const steps = (timestamps: number[]) => timestamps.slice(1).map((t, i) => t - (timestamps[i] ?? NaN));

describe('pickFrame', () => {
  it.each([
    [10, [100]],
    [15, [66.7, 133.3]],
    [20, [100]],
    [24, [83.3, 125]],
    [25, [80, 120]],
    [30, [100]],
    [50, [100]],
    [60, [100]],
  ])('takes the frames nearest to 100 ms at %i fps', (fps, allowed) => {
    const frames = taken(stream(fps));
    const rounded = new Set(steps(frames).map((step) => Math.round(step * 10) / 10));
    expect([...rounded].sort((a, b) => a - b)).toEqual(allowed);
    expect(frames).toHaveLength(30);
  });

  it.each([10, 15, 20, 24, 25, 30, 60])('keeps the mean step at 100 ms under jitter at %i fps', (fps) => {
    const frames = taken(stream(fps, 10, Math.min(8, 120 / fps)));
    expect(steps(frames).reduce((sum, step) => sum + step, 0) / (frames.length - 1)).toBeCloseTo(100, -0.7);
    expect(Math.min(...steps(frames))).toBeGreaterThan(50);
    expect(Math.max(...steps(frames))).toBeLessThan(150);
  });

  it('works wherever the clock starts', () => {
    const origin = 1.7e12;
    expect(taken(stream(30, 3, 0, origin)).map((t) => Math.round(t - origin))).toEqual(
      taken(stream(30)).map(Math.round),
    );
  });

  it('keeps to another interval too', () => {
    expect(taken(stream(30, 1), 200).map(Math.round)).toEqual([0, 200, 400, 600, 800]);
  });

  it('takes the neighbour of a dropped frame without a change of the grid', () => {
    const withoutThird = stream(30, 1).filter((_, i) => i !== 3);
    expect(taken(withoutThird).map(Math.round).slice(0, 4)).toEqual([0, 133, 200, 300]);
  });

  it('starts the grid anew after a gap, and never catches up by a burst', () => {
    const before = stream(30, 1);
    const after = stream(30, 1, 0, 1333);
    const frames = taken([...before, ...after]).filter((t) => t >= 1333);
    expect(frames.map((t) => Math.round(t - 1333))).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  });

  it('takes every frame of a source slower than the cadence, and returns to it when the source speeds up', () => {
    const slow = [0, 250, 500, 750, 1000];
    expect(taken(slow)).toEqual(slow);
    const fast = stream(30, 1, 0, 1033);
    expect(Math.min(...steps(taken([...slow, ...fast])))).toBeGreaterThan(50);
  });

  it('never takes the same timestamp twice', () => {
    expect(taken([0, 0, 0, 100, 100, 200])).toEqual([0, 100, 200]);
  });

  it('starts anew when time runs backwards', () => {
    expect(taken([0, 100, 200, 300, 0, 33, 67, 100])).toEqual([0, 100, 200, 300, 0, 100]);
  });
});
