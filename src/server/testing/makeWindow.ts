import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import encodeJpeg, { init } from '@jsquash/jpeg/encode.js';
import { modelFolder } from '../../../scripts/assets.mjs';
import { openWasm } from '../../backends/tfjs/wasm';
import { encodeToFit } from '../../evidence/encodeToFit';
import type { FrameImages } from '../../evidence/chain';
import { eachCrop, readLevels, scoreLevels } from '../../evidence/window';
import { cropPart } from '../../face/crop';
import { disposeCrops, forCropsSeen, type Network } from '../../network/network';
import { decodeCrop, openDecoder } from '../decodeCrop';
import { frameTimes, shipped } from './shipped';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const modules = join(root, 'node_modules');

/** Parts of the bundled clips: where they begin, seconds, and the face that the detector finds in their first frame, px. */
const parts = {
  live: { start: 3.1, box: [234, 177, 162] },
  print: { start: 2.8, box: [246, 203, 141] },
  replay: { start: 2.3, box: [226, 204, 161] },
} as const;

export type WindowName = keyof typeof parts;

const [WIDTH, HEIGHT] = [640, 480];
/** Colour has half the resolution, as in Chromium. */
const BASELINE = { progressive: false, auto_subsample: false, chroma_subsample: 2 };

/** A window as a browser sends it, and the score that it claims. */
export interface SentWindow {
  frames: FrameImages[];
  score: number;
}

/** Returns a window of a bundled clip, as the browser sends it. No other may be made at the time. */
export async function makeWindow(name: WindowName): Promise<SentWindow> {
  const { start, box } = parts[name];
  const backend = await opened();
  const network = await backend.network(shipped, weights());
  const crops = decode(name, start).map((pixels, frame) => cropsOf(network, pixels, box, frame === 0));
  const levels = await readLevels(shipped, crops);
  crops.forEach(disposeCrops);
  const frames = await encodeToFit(shipped, levels, encode);
  await openDecoder(join(modules, '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
  const decoded = await eachCrop(shipped, frames, decodeCrop);
  const { score } = await scoreLevels(network, shipped, { levels: decoded, times: frameTimes(0) });
  network.dispose();
  backend.close();
  return { frames, score };
}

async function opened() {
  const wasm = join(modules, '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm');
  return openWasm(Uint8Array.from(await readFile(wasm)));
}

function weights(): ArrayBuffer {
  return Uint8Array.from(readFileSync(join(modelFolder(), 'weights.bin'))).buffer;
}

/** Returns the frames' RGBA pixels, 100 ms apart, as the model's cadence takes them. */
function decode(name: WindowName, start: number): Uint8Array[] {
  const { frames, intervalMilliseconds } = shipped.cadence;
  const clip = join(root, `demo/clips/${name}.webm`);
  const rate = String(1000 / intervalMilliseconds);
  const picked = ['-ss', String(start), '-i', clip, '-vf', `fps=${rate}`, '-frames:v', String(frames)];
  const args = ['-v', 'error', ...picked, '-pix_fmt', 'rgba', '-f', 'rawvideo', '-'];
  const pixels = execFileSync('ffmpeg', args, { maxBuffer: 1e8 });
  const bytes = 4 * WIDTH * HEIGHT;
  return Array.from({ length: frames }, (_, frame) => pixels.subarray(frame * bytes, (frame + 1) * bytes));
}

type Box = readonly [x: number, y: number, side: number];

/** Cuts a frame's crops as the engine does. */
function cropsOf(network: Network, pixels: Uint8Array, anchor: Box, isFirst: boolean) {
  const [x, y, side] = anchor;
  const box = { x, y, width: side, height: side, score: 1 };
  const frame = { width: WIDTH, height: HEIGHT };
  // TensorFlow.js takes pixels as well, and Node has no ImageBitmap.
  const image = { data: pixels, ...frame } as unknown as ImageBitmap;
  return network.crop(
    image,
    forCropsSeen(shipped, isFirst, (_, rule) => cropPart(box, frame, rule)),
  );
}

let encoder: Promise<void> | undefined;

/** Encodes RGB levels as the baseline JPEG that a browser's canvas gives. */
async function encode(levels: Uint8Array, size: number, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  encoder ??= openEncoder();
  await encoder;
  const data = new Uint8ClampedArray(4 * size * size).fill(255);
  for (let pixel = 0; pixel < size * size; pixel++)
    data.set(levels.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  const image = { data, width: size, height: size, colorSpace: 'srgb' } as ImageData;
  return new Uint8Array(await encodeJpeg(image, { ...BASELINE, quality: 100 * quality }));
}

async function openEncoder(): Promise<void> {
  // Typed for options alone; takes a module in front of them.
  const start = init as (module: WebAssembly.Module) => Promise<void>;
  await start(
    await WebAssembly.compile(await readFile(join(modules, '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'))),
  );
}
