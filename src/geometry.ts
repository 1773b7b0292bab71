/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A part of a frame in pixels; `x`, `y` is its top left corner. It always lies inside the frame. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Row-major 3 x 3 matrix without its last 1, as `tf.image.transform` takes it: (x, y) -> (a x + b y + c, ...). */
export type Transform = readonly [number, number, number, number, number, number, number, number];

/**
 * Returns the transform from pixel (k, l) of a grid of size x size samples that covers the rectangle to frame coordinates, in
 * which whole numbers are pixel centres: x = x0 + (k + 0.5) width / size - 0.5. The grid is squeezed if the rectangle is
 * no square.
 */
export function samplingTransform({ x, y, width, height }: Rectangle, size: number): Transform {
  const [across, down] = [width / size, height / size];
  return [across, 0, x + 0.5 * across - 0.5, 0, down, y + 0.5 * down - 0.5, 0, 0];
}
