/** A square of the frame; `x`, `y` is its top left corner, all in pixels. It always lies inside the frame. */
export interface Square {
  x: number;
  y: number;
  side: number;
}

/** Row-major 3 x 3 matrix without its last 1, as `tf.image.transform` takes it: (x, y) -> (a x + b y + c, ...). */
export type Transform = readonly [number, number, number, number, number, number, number, number];

/**
 * Maps pixel (k, l) of a grid of (2 size) x (2 size) samples that covers the square to frame coordinates, in which
 * whole numbers are pixel centres: x = x0 + (k + 0.5) side / (2 size) - 0.5. Averaging the samples two by two
 * then gives a crop of size x size.
 */
export function samplingTransform({ x, y, side }: Square, size: number): Transform {
  const step = side / (2 * size);
  const centre = 0.5 * step - 0.5;
  return [step, 0, x + centre, 0, step, y + centre, 0, 0];
}
