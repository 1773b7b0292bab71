import { openWasm } from '../src/backends/wasm';
import { openWebGl } from '../src/backends/webgl';
import { openWebGpu } from '../src/backends/webgpu';
import type { Variant } from '../src/backends/webgpu/variant';
import type { Model } from '../src/network/model';
import type { PlannedNetwork } from '../src/network/planned/plannedNetwork';
import { drawn, nameOf, operations, planned, variantsOn } from './contenders';
import { measure, type Entry } from './measure';
import { registerKernels } from './webgpuKernels';
import type { Report } from './report';

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
  const missing: Report['missing'] = [];
  const open = async <T>(name: string, opening: Promise<T>): Promise<T | undefined> => {
    try {
      return await opening;
    } catch (error) {
      missing.push({ name, reason: error instanceof Error ? error.message : String(error) });
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
  const ours = (device: GPUDevice, variant: Variant): Entry => [
    nameOf(variant),
    async () => {
      const { contender, network } = await planned(model, weights, device, variant);
      networks.push(network);
      return contender;
    },
  ];
  const entries: Entry[] = [
    ...(device ? variantsOn(device).map((variant) => ours(device, variant)) : []),
    ...(renderer ? [['Depthproof, webgl', () => drawn(model, weights, renderer)] as const] : []),
    ...[webgpu, webgl, wasm].flatMap((backend): Entry[] =>
      backend ? [[`TensorFlow.js, ${backend.name}`, () => operations(model, weights, backend.name)]] : [],
    ),
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
      launches: () => networks[0]?.launches ?? [],
      onProgress,
    });
    return { ...report, missing: [...missing, ...report.missing] };
  } finally {
    for (const network of networks) network.dispose();
    for (const backend of [webgpu, webgl, wasm]) backend?.close();
  }
}
