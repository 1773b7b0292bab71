/** Markers of a JPEG file. */
const [SOI, EOI, SOS, SOF0, DHT, DQT, DRI, APP0, APP15, COM] = [
  0xd8, 0xd9, 0xda, 0xc0, 0xc4, 0xdb, 0xdd, 0xe0, 0xef, 0xfe,
] as const;
/** What else may come before the scan. Apple's encoder, and so Safari, writes restart intervals (DRI) into every file. */
const OTHERS: readonly number[] = [DHT, DQT, DRI, COM];

/**
 * Reads a JPEG file's header before any decoder sees the file, so that none is asked for more pixels than a crop has.
 *
 * @returns whether it is a whole baseline JPEG, three components of 8 bits, of size x size pixels in one scan
 */
export function isCropJpeg(bytes: Uint8Array, size: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 2;
  if (end < 4 || view.getUint16(0) !== marker(SOI) || view.getUint16(end) !== marker(EOI)) return false;
  let fits = false;
  for (let at = 2; at + 4 <= end;) {
    if (view.getUint8(at) !== 0xff) return false;
    const kind = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > end) return false;
    if (kind === SOS) return fits && view.getUint8(at + 4) === 3;
    if (kind === SOF0) {
      if (fits || length < 17) return false;
      const [bits, height, width] = [view.getUint8(at + 4), view.getUint16(at + 5), view.getUint16(at + 7)];
      if (bits !== 8 || height !== size || width !== size || view.getUint8(at + 9) !== 3) return false;
      fits = true;
    } else if (!OTHERS.includes(kind) && !(kind >= APP0 && kind <= APP15)) return false;
    at += 2 + length;
  }
  return false;
}

function marker(kind: number): number {
  return 0xff00 + kind;
}
