/**
 * An image of size x size x 3 bytes from integer arithmetic alone, so that golden vectors need no image file.
 * training/export/golden.py makes the same bytes.
 */
export function syntheticImage(size: number, frame: number): Uint8Array {
  const bytes = new Uint8Array(size * size * 3);
  let index = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const u = Math.floor((x * 256) / size) - 128 - 2 * frame;
      const v = Math.floor((y * 256) / size) - 128 + frame;
      const head = Math.max(0, 150 - Math.floor((3 * u * u + 2 * v * v) / 220));
      const eyes = Math.max(0, 60 - Math.floor(((Math.abs(u) - 34) ** 2 + (v + 24) ** 2) / 4));
      const mouth = Math.max(0, 50 - Math.floor((Math.floor((u * u) / 16) + (v - 50) ** 2) / 3));
      for (let channel = 0; channel < 3; channel++) {
        let mixed = (x * 374761393 + y * 668265263 + channel * 2147483647 + frame * 1274126177) >>> 0;
        mixed = Math.imul(mixed ^ (mixed >>> 13), 1274126177) >>> 0;
        const noise = (mixed >>> 24) & 15;
        const value = 50 + head - eyes - mouth + noise + 12 * (1 - channel);
        bytes[index++] = Math.min(255, Math.max(0, value));
      }
    }
  }
  return bytes;
}
