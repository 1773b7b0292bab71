import { backend as current, memory, zeros, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWasmInNode, shippedModel } from '../../kernels/testing/shippedModel';
import type { Backend } from '../backends/backend';
import type { Output, Renderer } from '../backends/webgl/renderer';
import { networkFor } from './openNetwork';

// It cuts a crop out of a canvas, which Node has not.
vi.mock('./trial', () => ({ trial: () => Promise.resolve(1) }));

/** Zeros of which nobody has made a tensor yet. */
function untracked(shape: number[]): TensorInfo {
  const length = shape.reduce((product, side) => product * side, 1);
  const dataId = current().write(new Float32Array(length), shape, 'float32');
  return { dataId, shape, dtype: 'float32' };
}

/** TensorFlow.js on WASM, said to have a renderer that draws this. */
const backend = (draw: (outputs: readonly Output[]) => Tensor[]): Backend => ({
  name: 'webgl',
  adapter: undefined,
  software: false,
  renderer: {
    draw: (_program: unknown, _inputs: unknown, outputs: readonly Output[]) => draw(outputs),
    upload: (_values: unknown, columns: number, rows: number) => zeros([2 * rows, 2 * columns]),
    backend: { compileAndRun: ({ outputShape }: { outputShape: number[] }) => untracked(outputShape) },
    scalar: 'f32',
  } as unknown as Renderer,
  lost: new Promise(() => undefined),
  close: () => undefined,
});

describe('networkFor', () => {
  let shipped: Awaited<ReturnType<typeof shippedModel>>;
  const drawn = vi.fn<() => void>();

  beforeAll(async () => {
    await openWasmInNode();
    shipped = await shippedModel();
  });
  beforeEach(() => drawn.mockClear());

  const open = async (draw: (outputs: readonly Output[]) => Tensor[]) => {
    const openNetwork = await networkFor('webgl');
    return openNetwork(backend(draw), shipped.model, shipped.weights, shipped.golden, Infinity);
  };

  it("falls back on TensorFlow.js' operations where our programs do not compile, and keeps nothing of them", async () => {
    const before = memory().numTensors;
    const { network, selfTest, scalar } = await open(() => {
      drawn();
      throw new Error('does not compile');
    });
    expect(drawn).toHaveBeenCalled();
    expect({ passed: selfTest.passed, scalar }).toEqual({ passed: true, scalar: undefined });
    network.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('does so too where they give wrong numbers', async () => {
    const { selfTest, scalar } = await open((outputs) => {
      drawn();
      return outputs.map(({ shape }) => zeros(shape));
    });
    expect(drawn.mock.calls.length).toBeGreaterThan(30);
    expect({ passed: selfTest.passed, scalar }).toEqual({ passed: true, scalar: undefined });
  });
});
