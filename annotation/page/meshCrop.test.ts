import { describe, expect, it } from 'vitest';
import { samplingTransform } from '../../src/geometry';
import { MESH_POINTS, squareOfBox, squareOfMesh, toFrame, turnedTransform } from './meshCrop';

/** An upright mesh of 100 x 200 px about (300, 200), eyes level, turned clockwise by `angle`. */
function mesh(angle: number): Float32Array {
  const points = new Float32Array(3 * MESH_POINTS);
  const put = (index: number, across: number, down: number) => {
    points[3 * index] = 300 + Math.cos(angle) * across - Math.sin(angle) * down;
    points[3 * index + 1] = 200 + Math.sin(angle) * across + Math.cos(angle) * down;
  };
  for (let index = 0; index < MESH_POINTS; index++) put(index, 50 * Math.cos(index), 100 * Math.sin(index));
  put(0, 0, 100);
  put(1, 0, -100);
  put(33, -50, 0);
  put(263, 50, 0);
  return points;
}

describe('squares', () => {
  it('are centred on the box, half as wide again', () => {
    const box = { x: 10, y: 20, width: 100, height: 80, score: 1 };
    expect(squareOfBox(box)).toEqual({ x: 60, y: 60, side: 150, angle: 0 });
  });

  it.each([0, 0.4, -1.2])('stand upright on a face turned by %s', (angle) => {
    const square = squareOfMesh(mesh(angle));
    expect(square.angle).toBeCloseTo(angle, 5);
    expect(square.x).toBeCloseTo(300, 0);
    expect(square.y).toBeCloseTo(200, 0);
    expect(square.side).toBeCloseTo(300, 0);
  });
});

describe('turnedTransform', () => {
  it('is that of the product for an upright square', () => {
    const turned = turnedTransform({ x: 110, y: 95, side: 50, angle: 0 }, 32);
    samplingTransform({ x: 85, y: 70, width: 50, height: 50 }, 32).forEach((value, index) =>
      expect(turned[index]).toBeCloseTo(value, 9),
    );
  });

  it('and toFrame lead to the same place', () => {
    const square = { x: 110, y: 95, side: 50, angle: 0.7 };
    const size = 32;
    const [a, b, c, d, e, f] = turnedTransform(square, size);
    // Sample (k, l) has its centre at ((k + 0.5) / 2, (l + 0.5) / 2) of the crop; frame px here count from centres.
    const [x, y, z] = toFrame([(11 + 0.5) / 2, (50 + 0.5) / 2, 8], square, size);
    expect(a * 11 + b * 50 + c).toBeCloseTo((x ?? 0) - 0.5, 4);
    expect(d * 11 + e * 50 + f).toBeCloseTo((y ?? 0) - 0.5, 4);
    expect(z).toBeCloseTo((8 * 50) / size, 4);
  });
});
