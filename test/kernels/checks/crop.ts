import { Cropper } from '../../../src/backends/webgpu/crop';
import { Recorder } from '../../../src/backends/webgpu/recorder';
import { Replay } from '../../../src/backends/webgpu/replay';
import { together, type Check } from '../check';
import { randomValues } from '../random';
import { imageOf } from '../reference';

const CASES: [
  width: number,
  height: number,
  part: [x: number, y: number, w: number, h: number],
  size: number,
][] = [
  [64, 48, [10.3, 5.7, 30.1, 30.1], 16],
  [64, 48, [3.5, 0, 57.3, 48], 16],
  [40, 30, [0, 0, 30, 30], 13],
  [20, 20, [3, 4, 9.5, 9.5], 32],
];

export const cropChecks: Check[] = CASES.map(([width, height, part, size], seed) => ({
  name: `crop of ${part.slice(2).join('x')} pixels from ${String(width)}x${String(height)} to ${String(size)}`,
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
      const u = x + ((k + 0.5) * w) / (2 * size) - 0.5;
      const v = y + ((l + 0.5) * h) / (2 * size) - 0.5;
      const [column, row] = [Math.floor(u), Math.floor(v)];
      const line = (r: number) =>
        (1 - u + column) * byte(column, r, channel) + (u - column) * byte(column + 1, r, channel);
      return (1 - v + row) * line(row) + (v - row) * line(row + 1);
    };
    const expected = imageOf(size, size, 3, (k, l, channel) => {
      const samples = [0, 1].flatMap((dl) => [0, 1].map((dk) => sample(2 * k + dk, 2 * l + dl, channel)));
      return samples.reduce((sum, value) => sum + value) / 4 / 255 - 0.5;
    });
    const r = new Recorder({ kernel: unused, matrix: unused, bias: unused }, gpu.precision);
    const rings = { face: r.ring('face', size, 2), context: r.ring('context', size, 2) };
    const cuts = { face: r.reserve(), context: r.reserve() };
    const replay = Replay.open(gpu.device, gpu.pipelines, r.end());
    const input = { colour: 'rgb', range: [-0.5, 0.5], resample: '' } as const;
    const cropper = await Cropper.create(
      replay,
      gpu.pipelines,
      rings,
      cuts,
      { ...input, range: [-0.5, 0.5] },
      2,
    );
    const image = gpu.device.createBindGroup({
      layout: gpu.pipelines.image,
      entries: [{ binding: 0, resource: texture.createView() }],
    });
    const [x, y, w, h] = part;
    const rectangle = { x, y, width: w, height: h };
    const crops = cropper.cut(image, rectangle, rectangle);
    const actual = [await crops.face.data(), await crops.context.data()];
    replay.destroy();
    return together(actual, [expected.data, expected.data]);
  },
}));

function unused(): never {
  throw new RangeError('A crop has no parameters.');
}
