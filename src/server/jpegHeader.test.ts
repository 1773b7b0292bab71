import { describe, expect, it } from 'vitest';
import { isCropJpeg } from './jpegHeader';
import { shipped, windowOf } from './testing/windows';
import { sentCrops } from '../evidence/window';

const file = Buffer.from((await windowOf('live')).frames[0]?.[0] ?? []);
const size = sentCrops(shipped)[0]?.[0]?.size ?? NaN;
const frameHeader = file.indexOf(Buffer.from([0xff, 0xc0]));
const changed = (at: number, ...bytes: number[]) => {
  const copy = Buffer.from(file);
  copy.set(bytes, at);
  return copy;
};

describe('the header of a crop', () => {
  it('is that of a baseline JPEG of the right size', () => {
    expect(isCropJpeg(file, size)).toBe(true);
    expect(isCropJpeg(file, size - 1)).toBe(false);
  });

  it.each([
    ['another size', changed(frameHeader + 5, 0xff, 0xff)],
    ['12 bits', changed(frameHeader + 4, 12)],
    ['one component', changed(frameHeader + 9, 1)],
    ['a progressive scan', changed(frameHeader + 1, 0xc2)],
    ['a segment beyond its end', changed(4, 0xff, 0xff)],
    ['a segment of no length', changed(4, 0, 0)],
    ['no end', file.subarray(0, -2)],
    ['nothing', Buffer.alloc(0)],
    ['no frame header', Buffer.concat([file.subarray(0, frameHeader), file.subarray(frameHeader + 19)])],
  ])('does not have %s', (_, bytes) => {
    expect(isCropJpeg(bytes, size)).toBe(false);
  });

  it('is read to any cut without an error', () => {
    for (let length = 0; length < 700; length++)
      expect(isCropJpeg(file.subarray(0, length), size)).toBe(false);
  });
});
