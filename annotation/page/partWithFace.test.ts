import { expect, it } from 'vitest';
import { partWithFace } from './partWithFace';

const rows = (...lines: string[]) =>
  Uint8Array.from(lines.join(''), (mark) => ({ '#': 200, '.': 5 })[mark] ?? 0);
const size = { width: 8, height: 4 };
const face = (x: number, y: number) => ({ x, y, width: 3, height: 3, score: 1 });

it('keeps the person with the face, and no other', () => {
  const matte = rows('###...##', '###...##', '####..##', '  ##..##');
  expect(partWithFace(matte, size, face(0, 0))).toEqual(rows('###     ', '###     ', '####    ', '  ##    '));
  expect(partWithFace(matte, size, face(5.5, 0))).toEqual(
    rows('      ##', '      ##', '      ##', '      ##'),
  );
});

it('is empty where the face is on nobody, and bears a face that sticks out', () => {
  const matte = rows('      ##', '      ##', '      ##', '      ##');
  expect(partWithFace(matte, size, face(0, 0))).toEqual(rows('        ', '        ', '        ', '        '));
  expect(partWithFace(matte, size, face(6, 2))).toEqual(matte);
});
