import { Cropper, recordRing } from '../../../src/backends/webgpu/crop';
import { Recorder } from '../../../src/backends/webgpu/recorder';
import { Replay } from '../../../src/backends/webgpu/replay';
import type { CropRule } from '../../../src/model/manifest';
import { together, type Check } from '../check';
import { randomValues } from '../random';
import { imageOf } from '../reference';

const CASES: [
  width: number,
  height: number,
  part: [x: number, y: number, w: number, h: number],
  size: number,
  samples: 1 | 2,
][] = [
  [64, 48, [10.3, 5.7, 30.1, 30.1], 16, 2],
  [64, 48, [3.5, 0, 57.3, 48], 16, 2],
  [40, 30, [0, 0, 30, 30], 13, 2],
  [20, 20, [3, 4, 9.5, 9.5], 32, 2],
  [64, 48, [10.3, 5.7, 30.1, 25.2], 16, 1],
  [20, 20, [3, 4, 9.5, 9.5], 32, 1],
];

export const cropChecks: Check[] = CASES.map(([width, height, part, size, samples], seed) => ({
  name: `crop of ${part.slice(2).join('x')} pixels from ${String(width)}x${String(height)} to ${String(size)}, ${String(samples ** 2)} samples a pixel`,
  async run(gpu) {
    const bytes = Uint8Array.from(randomValues(width * height * 4, seed), (value) => 127.5 + 127.5 * value);
    const texture = gpu.device.createTexture({
      size: { width, height },
      format: 'rgba8unorm',
      usage: GPUTextureUsage.COPY_DST | GPUTextureUsage.TEXTURE_BINDING,
    });
    gpu.device.queue.writeTexture({ texture }, bytes, { bytesPerRow: 4 * width }, { width, height });
    const byte = (column: number, row: number, channel: number) => {
      const inside = (value: number, length: number) => Math.min(Math.max(value, 0), length - 1);
      return bytes[(inside(row, height) * width + inside(column, width)) * 4 + channel] ?? NaN;
    };
    const sample = (k: number, l: number, channel: number) => {
      const [x, y, w, h] = part;
      const u = x + ((k + 0.5) * w) / (samples * size) - 0.5;
      const v = y + ((l + 0.5) * h) / (samples * size) - 0.5;
      const [column, row] = [Math.floor(u), Math.floor(v)];
      const line = (r: number) =>
        (1 - u + column) * byte(column, r, channel) + (u - column) * byte(column + 1, r, channel);
      return (1 - v + row) * line(row) + (v - row) * line(row + 1);
    };
    // Mean over the samples, in grey levels.
    const level = (k: number, l: number, channel: number) => {
      const steps = Array.from({ length: samples }, (_, index) => index);
      const values = steps.flatMap((dl) =>
        steps.map((dk) => sample(samples * k + dk, samples * l + dl, channel)),
      );
      return values.reduce((sum, value) => sum + value) / samples ** 2;
    };
    const expected = [-0.5, 0].map(
      (least) => imageOf(size, size, 3, (...at) => least + level(...at) / 255).data,
    );
    const r = new Recorder({ filter: unused, matrix: unused, bias: unused, slope: unused }, gpu.precision);
    const rule: CropRule = { size, scale: 1, fit: 'cut', box: 'frame', samples, range: [-0.5, 0.5] };
    const rings = {
      face: recordRing(r, 'face', rule, 2),
      wide: recordRing(r, 'wide', { ...rule, range: [0, 1] }, 2),
    };
    const replay = Replay.open(gpu.device, gpu.pipelines, r.end());
    const cropper = await Cropper.create(replay, gpu.pipelines, rings);
    const image = gpu.device.createBindGroup({
      layout: gpu.pipelines.image,
      entries: [{ binding: 0, resource: texture.createView() }],
    });
    const [x, y, w, h] = part;
    const rectangle = { x, y, width: w, height: h };
    const crops = cropper.cut(image, { face: rectangle, wide: rectangle });
    const actual = [];
    for (const crop of Object.values(crops)) actual.push(await crop.data());
    replay.destroy();
    return together(actual, expected);
  },
}));

function unused(): never {
  throw new RangeError('A crop has no parameters.');
}
