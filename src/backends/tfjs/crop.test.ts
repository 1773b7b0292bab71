import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { cropPixels } from './crop';

const RANGE = [-0.5, 0.5] as const;

/** Colours that are linear in x and y, where bilinear sampling is exact: crops can be computed by hand. */
function ramp(width: number, height: number) {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([2 * x, 3 * y, x + y, 255], 4 * (y * width + x));
  }
  return { data, width, height };
}

describe('cropPixels', () => {
  beforeAll(async () => {
    setWasmPaths(
      dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')) +
        '/wasm-out/',
    );
    await setBackend('wasm');
  });

  it.each([
    ['shrunk', { x: 10, y: 8, width: 48, height: 48 }, 16],
    ['enlarged', { x: 20.5, y: 11.25, width: 12, height: 12 }, 16],
    ['squeezed', { x: 2.5, y: 11.25, width: 90, height: 40 }, 16],
  ])('is the ramp at the pixel centres of the rectangle, %s', async (_, rectangle, size) => {
    const [crop] = cropPixels(ramp(100, 64), RANGE, [{ rectangle, size }]);
    expect(crop.shape).toEqual([1, size, size, 3]);
    const values = await crop.data();
    for (const [row, column] of [
      [0, 0],
      [3, 7],
      [size - 1, size - 1],
    ] as const) {
      const x = rectangle.x + ((column + 0.5) * rectangle.width) / size - 0.5;
      const y = rectangle.y + ((row + 0.5) * rectangle.height) / size - 0.5;
      const expected = [2 * x, 3 * y, x + y].map((value) => (value - 127.5) / 255);
      const actual = values.slice(3 * (row * size + column), 3 * (row * size + column) + 3);
      expected.forEach((value, channel) => {
        expect(actual[channel]).toBeCloseTo(value, 4);
      });
    }
    crop.dispose();
  });

  it('clamps at the edges of the frame instead of padding', async () => {
    const [crop] = cropPixels(ramp(32, 32), RANGE, [
      { rectangle: { x: 0, y: 0, width: 32, height: 32 }, size: 64 },
    ]);
    expect((await crop.data())[0]).toBeCloseTo((0 - 127.5) / 255, 3);
    crop.dispose();
  });

  it('leaves nothing behind but the crops', () => {
    const before = memory().numTensors;
    const crops = cropPixels(ramp(64, 64), RANGE, [
      { rectangle: { x: 0, y: 0, width: 20, height: 20 }, size: 8 },
      { rectangle: { x: 0, y: 0, width: 60, height: 40 }, size: 8 },
    ]);
    expect(memory().numTensors).toBe(before + 2);
    for (const crop of crops) crop.dispose();
  });
});
