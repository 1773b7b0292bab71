import { expect, it } from 'vitest';
import { progressLine } from './progress';

it('extrapolates from the frames done', () => {
  expect(progressLine(1, 4, 25, 100, 30_000)).toBe('1 of 4 clips, 25 % of frames, 1:30 left');
  expect(progressLine(0, 4, 0, 100, 30_000)).toBe('0 of 4 clips, 0 % of frames');
  expect(progressLine(4, 4, 98, 100, 30_000)).toBe('4 of 4 clips, 98 % of frames');
});
