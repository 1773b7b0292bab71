import { backend, zeros } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import { openWebGpu } from '../src/backends/webgpu';
import type { Scalar } from '../src/backends/webgpu/scalars';
import { DepthNetwork } from '../src/network/depthNetwork';
import type { FeatureMap } from '../src/network/layers';
import type { Model } from '../src/network/model';
import { DepthPlan } from '../src/network/planned/depthPlan';
import { Parameters } from '../src/network/planned/parameters';
import { countOn, type Counts } from './counters';
import { multiplyAdds } from './multiplyAdds';
import { peakMultiplyAdds } from './peakFma';

/** Frames of each contender, taken in turns. */
export interface Contender {
  name: string;
  /** Milliseconds from the frame's first call until the GPU has done all of it. */
  milliseconds: number[];
  /** Milliseconds of those until the last call returned: what JavaScript itself takes. */
  encoding: number[];
  perFrame: Counts;
}

export interface Report {
  adapter: string | undefined;
  browser: string;
  multiplyAdds: number;
  /** Multiply-adds per second. */
  peak: number;
  gpuBytes: Record<string, number>;
  /** Milliseconds to plan, compile and upload. */
  loading: Record<string, number>;
  contenders: Contender[];
}

interface Runner {
  name: string;
  /** Encodes and submits one further frame. */
  frame(): Promise<void>;
}

async function load(): Promise<{ model: Model; weights: ArrayBuffer }> {
  const [model, weights] = await Promise.all([
    fetch('/assets/model/model.json').then((response) => response.json() as Promise<Model>),
    fetch('/assets/model/weights.bin').then((response) => response.arrayBuffer()),
  ]);
  return { model, weights };
}

/** A new frame on stock operations: a window that never ends. */
async function stock(model: Model, weights: ArrayBuffer): Promise<Runner> {
  const { face_size: face, context_size: context } = model.architecture;
  const window = new DepthNetwork(model, weights).window();
  const crops: [FeatureMap, FeatureMap] = [zeros([1, face, face, 3]), zeros([1, context, context, 3])];
  await window.push(...crops);
  return {
    name: 'tfjs-webgpu operations',
    async frame() {
      await window.push(...crops);
      // What is left of the last batch of commands.
      const webgpu = backend() as WebGPUBackend;
      webgpu.endComputePassEncoder();
      webgpu.submitQueue();
    },
  };
}

function planned(plan: DepthPlan): Runner {
  plan.start(0, 0);
  return {
    name: `own kernels, ${plan.memory.scalar}`,
    frame: () => Promise.resolve(plan.advance(0)),
  };
}

/** Stock operations and our plan in turns on one device. */
async function bench(rounds: number): Promise<Report> {
  const { model, weights } = await load();
  const { device, adapter } = await openWebGpu();
  if (!device) throw new Error('There is no device.');
  const counts = countOn(device);
  const runners = [await stock(model, weights)];
  const loading: Record<string, number> = {};
  const gpuBytes: Record<string, number> = {};
  const scalars: Scalar[] = device.features.has('shader-f16') ? ['f32', 'f16'] : ['f32'];
  for (const scalar of scalars) {
    const started = performance.now();
    const parameters = new Parameters(model.weightsManifest, weights);
    const plan = await DepthPlan.create(device, scalar, model.architecture, parameters);
    const runner = planned(plan);
    loading[runner.name] = performance.now() - started;
    gpuBytes[runner.name] = plan.memory.bytes;
    runners.push(runner);
  }
  const contenders = runners.map(({ name }): Contender => ({
    name,
    milliseconds: [],
    encoding: [],
    perFrame: counts(),
  }));
  for (let round = -1; round < rounds; round++) {
    for (const [index, runner] of runners.entries()) {
      await device.queue.onSubmittedWorkDone();
      counts();
      const started = performance.now();
      await runner.frame();
      const encoded = performance.now();
      await device.queue.onSubmittedWorkDone();
      const contender = contenders[index];
      // The first round compiles.
      if (round < 0 || !contender) continue;
      contender.milliseconds.push(performance.now() - started);
      contender.encoding.push(encoded - started);
      contender.perFrame = counts();
    }
  }
  return {
    adapter,
    browser: navigator.userAgent,
    multiplyAdds: multiplyAdds(model.architecture),
    peak: await peakMultiplyAdds(device),
    gpuBytes,
    loading,
    contenders,
  };
}

Object.assign(window, { bench });
