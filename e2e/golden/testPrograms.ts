import { env, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { imageOf, type Image, type Layer } from '../../kernels/testing/reference';
import { fromFloat16, toFloat16 } from '../../src/backends/webgpu/float16';
import { openWebGl } from '../../src/backends/webgl';
import type { Renderer } from '../../src/backends/webgl/renderer';
import type { Activations, Blocks } from '../../src/network/blocks';
import { DrawnBlocks } from '../../src/network/drawnBlocks';
import { Weights } from '../../src/network/weights';

/** Our WebGL programs on maps and layers of the reference, for tests. */
export class TestPrograms {
  private constructor(
    private readonly renderer: Renderer,
    private readonly half: boolean,
  ) {}

  /** `half`: as on hardware that renders half floats only. */
  static async open(half: boolean): Promise<TestPrograms> {
    env().set('WEBGL_FORCE_F16_TEXTURES', half);
    const { renderer } = await openWebGl();
    if (!renderer) throw new Error('no renderer');
    if (env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') === half) throw new Error('the flag has no effect');
    return new TestPrograms(renderer, half);
  }

  /** Values as a texture holds them. */
  rounded(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    return this.half ? values.map((value) => fromFloat16(toFloat16(value))) : values;
  }

  /** What `draw` makes of maps with blocks that have these layers, by name. */
  run(
    layers: Record<string, Layer>,
    draw: (blocks: Blocks, put: (image: Image) => Activations) => Activations,
  ): Image {
    const entries = Object.entries(layers).flatMap(([name, { side, inputs, outputs, kernel, bias }]) => [
      { name: `${name}.kernel`, shape: [side, side, inputs, outputs], values: kernel },
      { name: `${name}.bias`, shape: [outputs], values: bias },
    ]);
    const weights = new Weights(
      [{ paths: [], weights: entries.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) }],
      Float32Array.from(entries.flatMap(({ values }) => Array.from(values))).buffer,
    );
    const blocks: Blocks = new DrawnBlocks(this.renderer, weights);
    try {
      const output = tidy(() => blocks.toTensor(draw(blocks, (image) => put(blocks, image))));
      const [, height, width, channels] = output.shape;
      const data = output.dataSync();
      output.dispose();
      return imageOf(width, height, channels, (x, y, c) => data[(y * width + x) * channels + c] ?? NaN);
    } finally {
      blocks.dispose();
      weights.dispose();
    }
  }
}

function put(blocks: Blocks, { width, height, channels, data }: Image): Activations {
  return blocks.fromTensor(tensor4d(Float32Array.from(data), [1, height, width, channels]));
}
