import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CropRule, Model } from '../../model/manifest';
import { cropPixels } from './crop';

/** The face crop as today's models cut it, at a size of the caller's, and one with a single sample a pixel. */
const rules = (size: number): Model['crops'] => {
  const rule = { size, scale: 1, fit: 'cut' as const, box: 'frame' as const };
  const means: CropRule = { ...rule, samples: 2, range: [-0.5, 0.5] };
  return { face: means, context: means, near: { ...rule, samples: 1, range: [0, 1] } };
};

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
  ])('is the ramp at the pixel centres of the part, %s', async (_, part, size) => {
    const crops = cropPixels(ramp(100, 64), rules(size), { face: part, near: part });
    for (const [name, least] of [
      ['face', -0.5],
      ['near', 0],
    ] as const) {
      const crop = crops[name];
      expect(crop.shape).toEqual([1, size, size, 3]);
      const values = await crop.data();
      for (const [row, column] of [
        [0, 0],
        [3, 7],
        [size - 1, size - 1],
      ] as const) {
        const x = part.x + ((column + 0.5) * part.width) / size - 0.5;
        const y = part.y + ((row + 0.5) * part.height) / size - 0.5;
        const actual = values.slice(3 * (row * size + column), 3 * (row * size + column) + 3);
        [2 * x, 3 * y, x + y].forEach((level, channel) => {
          expect(actual[channel]).toBeCloseTo(least + level / 255, 4);
        });
      }
      crop.dispose();
    }
  });

  it('takes as many samples of a pixel as its rule says', async () => {
    // Columns are dark and bright in turn; a part of 64 px over 32 pixels has two columns a pixel.
    const stripes = { width: 64, height: 64, data: new Uint8Array(4 * 64 * 64) };
    for (let pixel = 0; pixel < 64 * 64; pixel++)
      stripes.data.fill(255 * (pixel % 2), 4 * pixel, 4 * pixel + 4);
    const part = { x: 0.5, y: 0, width: 64, height: 64 };
    const { face, near } = cropPixels(stripes, rules(32), { face: part, near: part });
    expect((await face.data())[3 * 40]).toBeCloseTo(0, 4);
    expect((await near.data())[3 * 40]).toBeCloseTo(1, 4);
    face.dispose();
    near.dispose();
  });

  it('clamps at the edges of the frame instead of padding', async () => {
    const part = { x: 0, y: 0, width: 32, height: 32 };
    const { face } = cropPixels(ramp(32, 32), rules(64), { face: part });
    expect((await face.data())[0]).toBeCloseTo((0 - 127.5) / 255, 3);
    face.dispose();
  });

  it('leaves nothing behind but the crops', () => {
    const before = memory().numTensors;
    const crops = cropPixels(ramp(64, 64), rules(8), {
      face: { x: 0, y: 0, width: 20, height: 20 },
      context: { x: 0, y: 0, width: 60, height: 40 },
    });
    expect(memory().numTensors).toBe(before + 2);
    for (const crop of Object.values(crops)) crop.dispose();
  });
});
