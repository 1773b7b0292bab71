import type { BackendName } from '../src/backends/backend';
import { openWasm } from '../src/backends/wasm';
import { openWebGl } from '../src/backends/webgl';
import type { Renderer } from '../src/backends/webgl/renderer';
import { openWebGpu } from '../src/backends/webgpu';
import type { Variant } from '../src/backends/webgpu/variant';
import type { Model } from '../src/model/manifest';
import type { PlannedNetwork } from '../src/network/planned/plannedNetwork';
import { drawn, nameOf, operations, planned, variantsOn } from './contenders';
import { measure, type Entry } from './measure';
import { registerKernels } from './webgpuKernels';
import { missed, type Missing, type Report } from './report';

/** Fetched from the folder that the product is served from. */
export interface Assets {
  model: Model;
  weights: ArrayBuffer;
  wasmBinary: Uint8Array<ArrayBuffer>;
}

export async function fetchAssets(folder: string): Promise<Assets> {
  const bytes = async (name: string) => {
    const response = await fetch(folder + name);
    if (!response.ok) throw new Error(`${name}: HTTP ${String(response.status)}`);
    return response.arrayBuffer();
  };
  const model = JSON.parse(new TextDecoder().decode(await bytes('model/model.json'))) as Model;
  const weights = await bytes('model/weights.bin');
  return { model, weights, wasmBinary: new Uint8Array(await bytes('tfjs-backend-wasm-simd.wasm')) };
}

/** Ours and TensorFlow.js on every backend that this browser has, and `others` after them. */
export async function measureInBrowser(
  { model, weights, wasmBinary }: Assets,
  rounds: number,
  others: readonly Entry[] = [],
  onProgress?: (what: string) => void,
): Promise<Report> {
  const missing: Missing[] = [];
  const open = async <T>(name: string, opening: Promise<T>): Promise<T | undefined> => {
    try {
      return await opening;
    } catch (error) {
      missing.push(missed(name, error));
      return undefined;
    }
  };
  const webgpu = await open('WebGPU', openWebGpu());
  // Of TensorFlow.js' own; the product's does without.
  if (webgpu) registerKernels();
  const webgl = await open('WebGL', openWebGl());
  const wasm = await open('WASM', openWasm(wasmBinary));
  const device = webgpu?.device;
  const renderer = webgl?.renderer;

  const networks: PlannedNetwork[] = [];
  const onKernels = (device: GPUDevice, variant: Variant): Entry => ({
    name: nameOf(variant),
    backend: 'webgpu',
    ours: true,
    open: async () => {
      const { contender, network } = await planned(model, weights, device, variant);
      networks.push(network);
      return contender;
    },
  });
  const onPrograms = (renderer: Renderer): Entry => ({
    name: 'Depthproof, webgl',
    backend: 'webgl',
    ours: true,
    open: () => drawn(model, weights, renderer),
  });
  const onOperations = (backend: BackendName): Entry => ({
    name: `TensorFlow.js, ${backend}`,
    backend,
    open: () => operations(model, weights, backend),
  });
  const entries: Entry[] = [
    ...(device ? variantsOn(device).map((variant) => onKernels(device, variant)) : []),
    ...(renderer ? [onPrograms(renderer)] : []),
    ...[webgpu, webgl, wasm].flatMap((backend) => (backend ? [onOperations(backend.name)] : [])),
    ...others,
  ];
  try {
    const report = await measure({
      model,
      machine: {
        device,
        adapter: webgpu?.adapter,
        renderer: webgl?.adapter,
        platform: navigator.userAgent,
      },
      entries,
      rounds,
      onProgress,
    });
    return { ...report, missing: [...missing, ...report.missing] };
  } finally {
    for (const network of networks) network.dispose();
    for (const backend of [webgpu, webgl, wasm]) backend?.close();
  }
}
