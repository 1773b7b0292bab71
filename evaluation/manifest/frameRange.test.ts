import { describe, expect, it } from 'vitest';
import { clipId, frameNumber, overlap, sameRange } from './frameRange';

describe('ranges of frames', () => {
  it('reads whole numbers from 0', () => {
    expect(['0', '007', '36', '36.0', '36.'].map(frameNumber)).toEqual([0, 7, 36, 36, 36]);
    for (const text of ['-1', '1.5', '1e3', 'x', '', '1 2', '0x10', 'Infinity'])
      expect(frameNumber(text), text).toBeUndefined();
  });

  it('makes ids', () => {
    expect(clipId('a.mp4', {})).toBe('a.mp4');
    expect(clipId('a.mp4', { start: 0, end: 62 })).toBe('a.mp4#0-62');
    expect(clipId('a.mp4', { start: 36 })).toBe('a.mp4#36-');
    expect(clipId('a.mp4', { end: 62 })).toBe('a.mp4#-62');
    expect(clipId('a.mp4', { end: 62, face: { x: 1, y: 2, width: 0, height: 0 } })).toBe('a.mp4#-62@1,2');
    expect(clipId('a.mp4', { face: { x: 1, y: 2, width: 3, height: 4 } })).toBe('a.mp4@1,2,3,4');
  });

  it('compares what is meant, not what is written', () => {
    expect(sameRange({ end: 5 }, { start: 0, end: 5 })).toBe(true);
    expect(sameRange({ start: 3 }, { start: 3, end: 5 })).toBe(false);
  });

  it('overlaps by a single shared frame', () => {
    expect(overlap({ end: 5 }, { start: 5 })).toBe(true);
    expect(overlap({ start: 5 }, { end: 4 })).toBe(false);
    expect(overlap({}, { start: 100, end: 200 })).toBe(true);
  });
});
