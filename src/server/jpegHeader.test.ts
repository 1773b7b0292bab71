import { describe, expect, it } from 'vitest';
import { isCropJpeg } from './jpegHeader';
import { shipped } from './testing/shipped';
import { windowOf } from './testing/windows';
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

describe('a header, segment by segment,', () => {
  const bytes = (value: number) => [value >> 8, value & 0xff];
  const segment = (kind: number, ...content: number[]) => [
    0xff,
    kind,
    ...bytes(content.length + 2),
    ...content,
  ];
  const zeros = (count: number) => Array<number>(count).fill(0);
  const frame = (height = size, width = size) =>
    segment(0xc0, 8, ...bytes(height), ...bytes(width), 3, ...zeros(9));
  const scan = segment(0xda, 3, ...zeros(9));
  const others = [0xe0, 0xe7, 0xef, 0xfe, 0xdb, 0xc4, 0xdd].flatMap((kind) => segment(kind));
  const jpeg = (...parts: number[][]) => Uint8Array.from([0xff, 0xd8, ...parts.flat(), 0xff, 0xd9]);

  it.each([
    ['the least that there can be', jpeg(frame(), scan)],
    [
      'tables, comments, restart intervals and what applications add',
      jpeg(others, frame(), others, scan, [1, 2, 3]),
    ],
  ])('may be %s', (_, file) => {
    expect(isCropJpeg(file, size)).toBe(true);
    // It may lie within a larger buffer.
    const within = Uint8Array.from([7, ...file, 7]).subarray(1, -1);
    expect(isCropJpeg(within, size)).toBe(true);
  });

  it.each<readonly [string, Uint8Array]>([
    ['another width', jpeg(frame(size, size + 1), scan)],
    ['another height', jpeg(frame(size + 1, size), scan)],
    ['two frame headers', jpeg(frame(), frame(), scan)],
    ['a frame header after another one of another size', jpeg(frame(), frame(size, 9000), scan)],
    ['a short frame header', jpeg(segment(0xc0, 8, ...bytes(size), ...bytes(size), 3), scan)],
    ['a scan before the frame', jpeg(scan, frame())],
    ['a scan of one component', jpeg(frame(), segment(0xda, 1, ...zeros(9)))],
    ['a scan that reaches beyond the end', jpeg(frame(), [0xff, 0xda, ...bytes(1000), 3])],
    ['no scan', jpeg(frame(), others)],
    ['a byte between segments', jpeg([0], frame(), scan)],
    ['another beginning', Uint8Array.from([0xff, 0xd9, ...frame(), ...scan, 0xff, 0xd9])],
    ...[0x01, 0xc2, 0xc3, 0xdc, 0xde, 0xdf, 0xf0].map((kind): [string, Uint8Array] => [
      `a segment of kind ${String(kind)}`,
      jpeg(segment(kind), frame(), scan),
    ]),
  ])('may not have %s', (_, file) => {
    expect(isCropJpeg(file, size)).toBe(false);
  });
});
