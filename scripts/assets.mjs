import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify_sync } from 'terser';
import { withNormalisation } from './tfliteMetadata.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');

/**
 * The files that the worker loads at run time, all under dist/assets/. SIMD is required of the browser: every one
 * with the APIs used here has it, so the slower builds of both WASM runtimes stay out.
 *
 * @returns {{ path: string, bytes: Buffer }[]} `path` is relative to dist/assets/, with forward slashes
 */
export function assets() {
  return (read ??= readAssets());
}

/** Read once: minifying takes a second, and several bundles ask. */
let read;

function readAssets() {
  const blazeFace = join(modules, '@mediapipe/face_detection/face_detection_short_range.tflite');
  return [
    copy('tfjs-backend-wasm-simd.wasm', '@tensorflow/tfjs-backend-wasm/wasm-out'),
    minified('vision_wasm_module_internal.js', '@mediapipe/tasks-vision/wasm'),
    copy('vision_wasm_module_internal.wasm', '@mediapipe/tasks-vision/wasm'),
    { path: 'blaze_face_short_range.tflite', bytes: withNormalisation(readFileSync(blazeFace)) },
    ...modelFiles().map(({ name, bytes }) => ({ path: `model/${name}`, bytes })),
  ];
}

function copy(name, folder) {
  return { path: name, bytes: readFileSync(join(modules, folder, name)) };
}

/** MediaPipe ships its loader with all comments and long names, at twice the bytes. */
function minified(name, folder) {
  const { code } = minify_sync(readFileSync(join(modules, folder, name), 'utf8'), { module: true });
  return { path: name, bytes: Buffer.from(code) };
}

/** The model that ships; models/ also holds the one with the paper's whole network. */
const SHIPPED = 'depthproof-11';

/** @returns path of a model's folder, by default of the one that ships */
export function modelFolder(id = SHIPPED) {
  return join(root, 'models', id);
}

/** A card is none of them. */
function modelFiles() {
  const folder = modelFolder();
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.md'))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

const virtualId = 'virtual:asset-hashes';
const resolvedId = `\0${virtualId}`;

/**
 * Rollup and Vite plugin: `import { assetHashes } from 'virtual:asset-hashes'` gives size and SHA-256 of every asset,
 * so that a bundle carries the hashes of exactly the files it was built with. Typed in src/assetHashes.d.ts.
 */
export function assetHashes() {
  return {
    name: 'asset-hashes',
    resolveId: (id) => (id === virtualId ? resolvedId : null),
    load(id) {
      if (id !== resolvedId) return null;
      const hashes = Object.fromEntries(
        assets().map(({ path, bytes }) => [path, { sha256: sha256(bytes), bytes: bytes.length }]),
      );
      return `export const assetHashes = ${JSON.stringify(hashes)};`;
    },
  };
}

/** Rollup and Vite plugin: `import { workerHash } from 'virtual:worker-hash'`, of the worker that was built before. */
export function workerHash() {
  const id = 'virtual:worker-hash';
  const worker = join(root, 'dist/depthproof-worker.js');
  return {
    name: 'worker-hash',
    resolveId: (wanted) => (wanted === id ? `\0${id}` : null),
    load(wanted) {
      if (wanted !== `\0${id}`) return null;
      const hash = existsSync(worker) ? sha256(readFileSync(worker)).slice(0, 16) : '';
      return `export const workerHash = ${JSON.stringify(hash)};`;
    },
  };
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Rollup plugin: writes the assets beside the bundle, under assets/. */
export function emitAssets() {
  return {
    name: 'emit-assets',
    generateBundle() {
      for (const { path, bytes } of assets()) {
        this.emitFile({ type: 'asset', fileName: `assets/${path}`, source: bytes });
      }
    },
  };
}
