import type { Size } from '../../src/geometry';
import type { FaceBox } from '../../src/face/face';

/** Below it, of 255, a pixel joins nothing together. */
const FLOOR = 26;

/**
 * A matte without the other people in it: only the connected part on which most of the face's middle lies is kept. A
 * matte that has nothing there is left empty.
 */
export function partWithFace(matte: Uint8Array, { width, height }: Size, face: FaceBox): Uint8Array {
  const parts = connectedParts(matte, width, height);
  const counts = new Map<number, number>();
  const last = (start: number, length: number, end: number) =>
    Math.min(end - 1, Math.floor(start + 0.75 * length));
  for (let y = first(face.y, face.height); y <= last(face.y, face.height, height); y++)
    for (let x = first(face.x, face.width); x <= last(face.x, face.width, width); x++) {
      const part = parts[y * width + x] ?? 0;
      if (part > 0) counts.set(part, (counts.get(part) ?? 0) + 1);
    }
  const [kept] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  return matte.map((share, index) => (kept !== undefined && parts[index] === kept ? share : 0));
}

function first(start: number, length: number): number {
  return Math.max(0, Math.ceil(start + 0.25 * length));
}

/** Numbers the parts that touch by their sides, from 1; 0 is what belongs to none. */
function connectedParts(matte: Uint8Array, width: number, height: number): Int32Array {
  const parts = new Int32Array(matte.length);
  const isOpen = (index: number) => parts[index] === 0 && (matte[index] ?? 0) >= FLOOR;
  let count = 0;
  for (let seed = 0; seed < matte.length; seed++) {
    if (!isOpen(seed)) continue;
    const part = ++count;
    const queue = [seed];
    parts[seed] = part;
    const join = (index: number) => {
      if (!isOpen(index)) return;
      parts[index] = part;
      queue.push(index);
    };
    for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
      const [x, y] = [index % width, Math.floor(index / width)];
      if (x > 0) join(index - 1);
      if (x < width - 1) join(index + 1);
      if (y > 0) join(index - width);
      if (y < height - 1) join(index + width);
    }
  }
  return parts;
}
