import type { BackendName } from '../backends/backend';
import { MediaPipeDetector } from '../face/mediapipe';
import { readModel } from '../model/readModel';
import type { Golden } from '../network/golden';
import type { BackendReport } from '../session/backendReport';
import { Assets } from './assets';
import { choose, type NetworkFiles } from './choose/choose';
import type { EngineParts } from './engine';

/**
 * Loads and verifies everything an engine runs on, and opens the first backend that proves itself.
 *
 * @param forced the one backend to open
 * @param remembered what an engine before this one chose on the same page; tried before others
 * @param onProgress called whenever a piece of a file arrives
 * @throws {DepthproofError} `ASSET_*`, `MODEL_INVALID`, `BACKEND_UNAVAILABLE`, `UNSUPPORTED_BROWSER` or `ENGINE_FAILED`
 */
export async function loadEngine(
  base: string,
  forced: BackendName | undefined,
  remembered: BackendReport | undefined,
  onProgress: () => void,
): Promise<EngineParts> {
  const assets = new Assets(base, onProgress);
  const [modelJson, weights, manifest, goldenBytes, detector] = await Promise.all([
    assets.json<unknown>('model/model.json'),
    assets.bytes('model/weights.bin'),
    assets.json<Pick<Golden, 'weightsManifest'>>('model/golden.json'),
    assets.bytes('model/golden.bin'),
    openDetector(assets),
  ]);
  const model = readModel(modelJson);
  const files: NetworkFiles = {
    model,
    weights: weights.buffer,
    golden: { ...manifest, bytes: goldenBytes.buffer },
    wasmBinary: () => assets.bytes('tfjs-backend-wasm-simd.wasm'),
  };
  return { model, detector, ...(await choose(files, forced, remembered)) };
}

async function openDetector(assets: Assets): Promise<MediaPipeDetector> {
  const [model, wasm] = await Promise.all([
    assets.bytes('blaze_face_short_range.tflite'),
    assets.bytes('vision_wasm_module_internal.wasm'),
    assets.bytes('vision_wasm_module_internal.js'),
  ]);
  const wasmUrl = URL.createObjectURL(new Blob([wasm], { type: 'application/wasm' }));
  try {
    const loaderUrl = assets.url('vision_wasm_module_internal.js');
    return await MediaPipeDetector.create({ loaderUrl, wasmUrl, model });
  } finally {
    URL.revokeObjectURL(wasmUrl);
  }
}
