import { openWasm } from '../src/backends/wasm';
import { openWebGl } from '../src/backends/webgl';
import { openWebGpu } from '../src/backends/webgpu';
import type { Scalar } from '../src/backends/webgpu/scalars';
import type { Model } from '../src/network/model';
import { drawn, human, onnx, operations, planned, type Contender } from './contenders';
import { countOn, type Counts } from './counters';
import { kernelTimes, type KernelTime } from './kernelTimes';
import { registerKernels } from './webgpuKernels';
import { measureLimits, type Limits } from './limits';
import { multiplyAdds } from './multiplyAdds';

/** Frames of each contender, taken in turns. */
export interface Row {
  name: string;
  /** Milliseconds from the frame's first call until its answer is there. */
  milliseconds: number[];
  /** Milliseconds of those until the frame was submitted: what JavaScript itself takes. Only of ours. */
  encoding: number[];
  /** What a frame without its answer asked of our device; only of contenders on it. */
  perFrame: Counts | undefined;
  loading: number | undefined;
  bytes: number | undefined;
}

export interface Report {
  adapter: string | undefined;
  renderer: string | undefined;
  browser: string;
  /** Of a new frame. */
  multiplyAdds: number;
  limits: Limits;
  kernels: KernelTime[];
  rows: Row[];
  /** Contenders that could not run, and why. */
  missing: { name: string; reason: string }[];
}

async function bytes(path: string): Promise<ArrayBuffer> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: HTTP ${String(response.status)}`);
  return response.arrayBuffer();
}

/** Every contender in turns in one page. */
async function bench(rounds: number): Promise<Report> {
  const model = JSON.parse(new TextDecoder().decode(await bytes('/assets/model/model.json'))) as Model;
  const weights = await bytes('/assets/model/weights.bin');
  const { device, adapter } = await openWebGpu();
  if (!device) throw new Error('There is no device.');
  const { adapter: renderer, renderer: drawing } = await openWebGl();
  if (!drawing) throw new Error('There is no renderer.');
  registerKernels();
  await openWasm(new Uint8Array(await bytes('/assets/tfjs-backend-wasm-simd.wasm')));

  const scalars: Scalar[] = device.features.has('shader-f16') ? ['f32', 'f16'] : ['f32'];
  const plans = [];
  for (const scalar of scalars) plans.push(await planned(model, weights, device, scalar));
  const contenders = plans.map(({ contender }) => contender);
  const missing: Report['missing'] = [];
  const graph = '/bench/step.onnx';
  const runtime = '/modules/onnxruntime-web/';
  const humans = '/modules/@vladmandic/human/';
  const clip = '/demo/clips/live.webm';
  const others: [name: string, open: () => Promise<Contender>][] = [
    ['Depthproof, webgl', () => drawn(model, weights, drawing)],
    ['TensorFlow.js, webgpu', () => operations(model, weights, 'webgpu')],
    ['TensorFlow.js, webgl', () => operations(model, weights, 'webgl')],
    ['TensorFlow.js, wasm', () => operations(model, weights, 'wasm')],
    ['onnxruntime-web, webgpu', () => onnx(graph, runtime, 'webgpu')],
    ['onnxruntime-web, wasm', () => onnx(graph, runtime, 'wasm')],
    ["Human's face pipeline, webgl", () => human(humans, 'webgl', clip)],
    ["Human's face pipeline, wasm", () => human(humans, 'wasm', clip)],
  ];
  for (const [name, open] of others) {
    try {
      const contender = await open();
      await contender.prepare?.();
      // The first frame compiles.
      await contender.push();
      await contender.answer();
      contenders.push(contender);
    } catch (error) {
      missing.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  const counts = countOn(device);
  const rows = contenders.map(({ name, loading, bytes: held }): Row => ({
    name,
    milliseconds: [],
    encoding: [],
    perFrame: undefined,
    loading,
    bytes: held,
  }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const row = rows[index];
      if (!row) continue;
      await contender.prepare?.();
      await device.queue.onSubmittedWorkDone();
      counts();
      const started = performance.now();
      await contender.push();
      const pushed = performance.now();
      const asked = counts();
      await contender.answer();
      row.milliseconds.push(performance.now() - started);
      if (asked.submits > 0) row.perFrame = asked;
      if (contender.loading !== undefined) row.encoding.push(pushed - started);
    }
  }
  const frame = multiplyAdds(model.architecture);
  const [first] = plans;
  return {
    adapter,
    renderer,
    browser: navigator.userAgent,
    multiplyAdds: [...frame.values()].reduce((sum, count) => sum + count, 0),
    limits: await measureLimits(device),
    kernels: first ? await kernelTimes(device, first.network.launches, frame) : [],
    rows,
    missing,
  };
}

Object.assign(window, { bench });
