import type { Backend } from '../backends/backend';
import { chooseBackend } from '../backends/chooseBackend';
import type { BackendName, BackendReport } from '../backends/report';
import { MediaPipeDetector } from '../face/mediapipe';
import type { Golden } from '../network/golden';
import type { Model } from '../network/model';
import { networkFor } from '../network/openNetwork';
import { Assets } from './assets';
import type { EngineParts } from './engine';

/**
 * Loads and verifies everything an engine runs on, and opens the first backend that proves itself.
 *
 * @param forced the one backend to open
 * @param remembered what an engine before this one chose on the same page; tried before others
 * @param onProgress called whenever a piece of a file arrives
 * @throws {DepthproofError} `ASSET_*`, `BACKEND_UNAVAILABLE`, `UNSUPPORTED_BROWSER` or `ENGINE_FAILED`
 */
export async function loadEngine(
  base: string,
  forced: BackendName | undefined,
  remembered: BackendReport | undefined,
  onProgress: () => void,
): Promise<EngineParts> {
  const assets = new Assets(base, onProgress);
  const [model, weights, manifest, goldenBytes, detector] = await Promise.all([
    assets.json<Model>('model/model.json'),
    assets.bytes('model/weights.bin'),
    assets.json<Pick<Golden, 'weightsManifest'>>('model/golden.json'),
    assets.bytes('model/golden.bin'),
    openDetector(assets),
  ]);
  const golden: Golden = { ...manifest, bytes: goldenBytes.buffer };
  const wasmBinary = () => assets.bytes('tfjs-backend-wasm-simd.wasm');
  const prover = async (name: BackendName) => {
    const open = await networkFor(name);
    const { scalar, tile } = name === remembered?.name ? remembered : {};
    const known = scalar && tile && { scalar, tile };
    return (backend: Backend, deadline: number) =>
      open(backend, model, weights.buffer, golden, deadline, known);
  };
  const patience = model.cadence.intervalMilliseconds;
  const { backend, proof, report } = await chooseBackend(prover, wasmBinary, patience, forced, remembered);
  const { network, frameMilliseconds } = proof;
  return { model, detector, backend, report, network, frameMilliseconds };
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
