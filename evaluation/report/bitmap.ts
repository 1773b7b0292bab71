import { colourOf } from './colourMap';

/** Bytes of the file header, and of both headers: BITMAPINFOHEADER follows, then the pixels. */
const fileHeader = 14;
const headers = fileHeader + 40;

/**
 * Returns a depth map as the data URL of a BMP, 24 bits a pixel: small, and made without canvas or compression, so in Node,
 * too. The scale is fixed at 0 to 1 and never stretched: a flat map has to look flat.
 *
 * @param depth row-major square, 0 = far or flat, 1 = nearest
 * @returns `undefined` if it is no square
 */
export function depthUrl(depth: readonly number[]): string | undefined {
  const size = Math.sqrt(depth.length);
  if (!Number.isInteger(size) || size === 0) return undefined;
  // Rows are padded to four bytes and written from the bottom up.
  const stride = Math.ceil((3 * size) / 4) * 4;
  const bytes = new Uint8Array(headers + stride * size);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, headers, true);
  view.setUint32(14, headers - fileHeader, true);
  view.setInt32(18, size, true);
  view.setInt32(22, size, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (const [index, value] of depth.entries()) {
    const row = size - 1 - Math.floor(index / size);
    const [red, green, blue] = colourOf(value);
    bytes.set([blue, green, red], headers + row * stride + 3 * (index % size));
  }
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...bytes))}`;
}
