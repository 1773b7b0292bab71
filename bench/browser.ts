import type { BackendName, Precision } from '../src/backends/backend';
import { openWasm } from '../src/backends/tfjs/wasm';
import { openWebGl } from '../src/backends/tfjs/webgl';
import type { Model } from '../src/model/manifest';
import type { WebGPUNetwork } from '../src/backends/webgpu/network';
import { kernels, nameOf, operations, precisionsOn } from './contenders';
import { measure, type Entry, type Setting } from './measure';
import { openWebGpu } from './openWebGpu';
import { missed, type Missing, type Report } from './report';

/** Fetched from the folder that the product is served from. */
export interface Assets {
  model: Model;
  weights: ArrayBuffer;
  wasmBinary: Uint8Array<ArrayBuffer>;
}

export async function fetchAssets(folder: string): Promise<Assets> {
  const wasmBinary = new Uint8Array(await fetchBytes(`${folder}tfjs-backend-wasm-simd.wasm`));
  return { ...(await fetchModel(`${folder}model/`)), wasmBinary };
}

export async function fetchModel(folder: string): Promise<Pick<Assets, 'model' | 'weights'>> {
  const model = JSON.parse(new TextDecoder().decode(await fetchBytes(`${folder}model.json`))) as Model;
  return { model, weights: await fetchBytes(`${folder}weights.bin`) };
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${String(response.status)}`);
  return response.arrayBuffer();
}

/** Ours and TensorFlow.js on every backend that this browser has, and `others` after them. */
export async function measureInBrowser(
  { model, weights, wasmBinary }: Assets,
  rounds: number,
  others: readonly Entry[] = [],
  { limit, onProgress }: Pick<Setting, 'limit' | 'onProgress'> = {},
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
  const webgl = await open('WebGL', openWebGl());
  const wasm = await open('WASM', openWasm(wasmBinary));
  const device = webgpu?.device;

  const networks: WebGPUNetwork[] = [];
  const onKernels = (device: GPUDevice, precision: Precision): Entry => ({
    name: nameOf(precision),
    backend: 'webgpu',
    ours: true,
    open: async () => {
      const contender = await kernels(model, weights, device, precision);
      if (contender.network) networks.push(contender.network);
      return contender;
    },
  });
  const onOperations = (backend: BackendName): Entry => ({
    name: `TensorFlow.js, ${backend}`,
    backend,
    open: () => operations(model, weights, backend),
  });
  const entries: Entry[] = [
    ...(device ? precisionsOn(device).map((precision) => onKernels(device, precision)) : []),
    ...[webgpu, webgl, wasm].flatMap((backend) => (backend ? [onOperations(backend.name)] : [])),
    ...others,
  ];
  try {
    const report = await measure({
      model: model.id,
      machine: {
        device,
        adapter: webgpu?.adapter,
        features: webgpu?.features ?? [],
        renderer: webgl?.adapter,
        platform: navigator.userAgent,
      },
      entries,
      rounds,
      limit,
      onProgress,
    });
    return { ...report, missing: [...missing, ...report.missing] };
  } finally {
    for (const network of networks) network.dispose();
    for (const backend of [webgpu, webgl, wasm]) backend?.close();
  }
}
