/** Silent-Face's two networks: by how much each expands the face's box, and the name of its file. */
export const silentFaceNetworks = [
  { scale: 2.7, file: '2.7_80x80_MiniFASNetV2.onnx' },
  { scale: 4, file: '4_0_0_80x80_MiniFASNetV1SE.onnx' },
] as const;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Returns the box expanded about its centre, at most to the frame, and shifted inside, in whole px: Silent-Face's
 * `_get_new_box`.
 */
export function expandBox(
  { x, y, width, height }: Box,
  frame: { width: number; height: number },
  scale: number,
): Box {
  const factor = Math.min((frame.height - 1) / height, (frame.width - 1) / width, scale);
  const [w, h] = [width * factor, height * factor];
  const inside = (centre: number, length: number, end: number) =>
    Math.min(Math.max(centre - length / 2, 0), end - 1 - length);
  const left = Math.trunc(inside(x + width / 2, w, frame.width));
  const top = Math.trunc(inside(y + height / 2, h, frame.height));
  return { x: left, y: top, width: Math.trunc(w) + 1, height: Math.trunc(h) + 1 };
}
