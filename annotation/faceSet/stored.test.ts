import { expect, it } from 'vitest';
import { indexedBox, storedMesh } from './stored';

it('counts x and y from pixel centres and z in pixels of a face of 142', () => {
  // A face of 71 px, whose tip is 35.5 px nearer than its rim.
  const points = Float32Array.of(10, 20, 0, 81, 50, 0, 40, 40, -35.5);
  expect([...storedMesh(points)]).toEqual([95, 195, 0, 805, 495, 0, 395, 395, -710]);
});

it('enlarges the detector box about its centre', () => {
  expect(indexedBox([100, 100, 100, 100])).toEqual([95, 95, 110, 110]);
});
