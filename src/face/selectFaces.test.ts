import { describe, expect, it } from 'vitest';
import { selectFaces, wholeFrame } from './selectFaces';

const face = (x: number, y: number, side = 100) => ({ x, y, width: side, height: side, score: 0.9 });
const left = face(0, 0, 200);
const right = face(300, 50);

describe('selectFaces', () => {
  it('gives all faces when none is named', () => {
    expect(selectFaces([left, right])).toEqual([left, right]);
  });

  it('gives the one that the point is on, not the largest', () => {
    expect(selectFaces([left, right], { x: 350, y: 100 })).toEqual([right]);
    expect(selectFaces([left, right], { x: 20, y: 180 })).toEqual([left]);
  });

  it('gives none where the point is far from every face', () => {
    expect(selectFaces([left, right], { x: 600, y: 400 })).toEqual([]);
    expect(selectFaces([], { x: 1, y: 1 })).toEqual([]);
  });

  it('takes no neighbour for a face that the detector misses', () => {
    expect(selectFaces([right], { x: 430, y: 100 })).toEqual([]);
  });

  it('bears a detector that cuts the chin', () => {
    expect(selectFaces([right], { x: 350, y: 170 })).toEqual([right]);
  });
});

it('a crop is one face from edge to edge', () => {
  expect(wholeFrame({ width: 80, height: 90 })).toEqual({ x: 0, y: 0, width: 80, height: 90, score: 1 });
});
