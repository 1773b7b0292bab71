import { readFile } from 'node:fs/promises';
import decodeJpeg, { init } from '@jsquash/jpeg/decode.js';

/** A file that is no crop. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/** The decoder answers with this class of the browser, which Node lacks. */
class ImageData {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}

/** What the decoder said last: it goes on where a file is damaged, and makes up the rest. */
let complaint = '';

/** Starts the decoder anew. */
let restart: () => Promise<void>;

/** Opens MozJPEG's decoder from the path of its WASM, once for a thread. */
export async function openDecoder(wasm: string): Promise<void> {
  (globalThis as { ImageData?: unknown }).ImageData ??= ImageData;
  // Typed for options alone; takes a module in front of them.
  const start = init as (module: WebAssembly.Module, options: object) => Promise<void>;
  const printErr = (text: string) => (complaint = text);
  const module = await WebAssembly.compile(await readFile(wasm));
  restart = () => start(module, { printErr });
  await restart();
}

/**
 * Returns a JPEG file's RGB levels, row-major. One file at a time. MozJPEG computes as libjpeg does, and so do the decoders
 * of Chrome and Firefox.
 *
 * @throws {ImageError} where it is damaged, or not size x size
 */
export async function decodeCrop(file: Uint8Array, size: number): Promise<Uint8Array> {
  complaint = '';
  const image = await decodeJpeg(Uint8Array.from(file).buffer).catch(async (cause: unknown) => {
    // It gives back neither stack nor memory where it ends early: after a hundred such files it would decode none.
    await restart();
    throw new ImageError('A crop does not decode.', { cause });
  });
  if (complaint) throw new ImageError(`A crop is damaged: ${complaint}`);
  if (image.width !== size || image.height !== size) throw new ImageError('A crop has another size.');
  const rgb = new Uint8Array(3 * size * size);
  for (let index = 0; index < rgb.length; index++)
    rgb[index] = image.data[index + Math.floor(index / 3)] ?? 0;
  return rgb;
}
