import { fromFloat16, toFloat16 } from '../../src/model/float16';
import type { CropName } from '../../src/model/manifest';
import type { Crops } from '../../src/network/network';
import type { Ops } from '../../src/network/ops';
import type { Precision } from '../../src/backends/backend';
import { planeLength } from '../../src/backends/webgpu/layout';
import { operations } from '../../src/backends/webgpu/operations';
import { Pipelines } from '../../src/backends/webgpu/pipelines';
import { Recorder, type Parameters } from '../../src/backends/webgpu/recorder';
import type { MapRef } from '../../src/backends/webgpu/memory';
import { Replay } from '../../src/backends/webgpu/replay';
import { CROPS } from '../../src/backends/webgpu/uniforms';
import type { Image, Layer } from './reference';

/** What recorded operations are run on. */
export interface Given {
  /** By the names that the operations call them. */
  layers?: Record<string, Layer>;
  maps?: readonly Image[];
  vectors?: readonly Float32Array<ArrayBuffer>[];
  /** Lie in a ring, behind one that is NaN. */
  crops?: Crops<Image>;
  /** Steps of the window before this frame. */
  steps?: number;
}

/** The given values as the operations take them. */
export interface Inputs {
  maps: MapRef[];
  vectors: MapRef[];
  crops: Crops<MapRef>;
}

/** Runs operations of the network on a device, recorded and replayed as the product does; in Node or in a page. */
export class TestGpu {
  readonly pipelines: Pipelines;

  constructor(
    readonly device: GPUDevice,
    readonly precision: Precision,
  ) {
    this.pipelines = new Pipelines(device, precision);
  }

  /** The values as the device stores them, so that a reference starts from the same ones. */
  rounded(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    return this.precision === 'fp32' ? values : values.map((value) => fromFloat16(toFloat16(value)));
  }

  /** Values, channels last, of the maps that `describe` returns. */
  async compute(
    { layers = {}, maps = [], vectors = [], crops = {}, steps = 1 }: Given,
    describe: (o: Ops<MapRef>, inputs: Inputs) => readonly MapRef[],
  ): Promise<Float32Array[]> {
    const r = new Recorder(parametersOf(layers), this.precision);
    const o = operations(r);
    const given = Object.entries(crops) as [CropName, Image][];
    const rings = given.map(([name, { width }]) => [name, r.ring(name, width, 2)] as const);
    const inputs = {
      maps: maps.map((image) => r.keep(r.map(image))),
      vectors: vectors.map((values) => r.keep(r.vector(values.length))),
      crops: Object.fromEntries(rings) as Crops<MapRef>,
    };
    const { result, list } = await r.list(() => describe(o, inputs));
    const replay = Replay.open(this.device, this.pipelines, r.end());
    inputs.maps.forEach((map, index) => {
      replay.write(map, maps[index]?.data ?? []);
    });
    inputs.vectors.forEach((vector, index) => {
      replay.write(vector, vectors[index] ?? []);
    });
    for (const [name, ring] of rings) {
      const image = crops[name];
      if (!image) continue;
      replay.write(
        ring,
        image.data.map(() => NaN),
      );
      replay.write(ring, image.data, planeLength(image));
    }
    const places = CROPS.map((name) => (crops[name] ? planeLength(crops[name]) : 0));
    replay.give(places, steps);
    await replay.run(await Replay.compile(this.pipelines, list));
    const values: Float32Array[] = [];
    for (const map of result) values.push(await replay.read(map));
    replay.destroy();
    return values;
  }
}

function parametersOf(layers: Record<string, Layer>): Parameters {
  const layerOf = (name: string) => {
    const layer = layers[name];
    if (!layer) throw new RangeError(`There is no layer named ${name}.`);
    return layer;
  };
  return {
    filter(name) {
      const { side, inputs, outputs, kernel } = layerOf(name);
      return { values: Float32Array.from(kernel), taps: side * side, inputs, outputs };
    },
    matrix: (name) => Float32Array.from(layerOf(name).kernel),
    bias: (name) => Float32Array.from(layerOf(name).bias),
    slope: (name) => Float32Array.from(layerOf(name).slope ?? []),
  };
}
