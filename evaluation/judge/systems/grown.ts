interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The box grown about its centre, at most to the frame, shifted inside; whole px: Silent-Face's `_get_new_box`. */
export function grown(
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
