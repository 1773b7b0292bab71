import type { FaceBox } from './detector';

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A square of the frame; `x`, `y` is its top left corner, all in pixels. It always lies inside the frame. */
export interface Square {
  x: number;
  y: number;
  side: number;
}

/**
 * The square around a face whose side is `scale` times the longer side of the face's box. Where the frame is too
 * small for it, it is shrunk to the frame's shorter side; where it sticks out, it is shifted inside. It is never
 * padded: invented pixels would look like the edge of a picture held up to the camera.
 */
export function squareAround(box: FaceBox, frame: Size, scale: number): Square {
  const side = Math.min(scale * Math.max(box.width, box.height), frame.width, frame.height);
  const inside = (centre: number, length: number) => Math.min(Math.max(centre - side / 2, 0), length - side);
  return {
    x: inside(box.x + box.width / 2, frame.width),
    y: inside(box.y + box.height / 2, frame.height),
    side,
  };
}

/** The face crop: the face with its outline. */
export function faceSquare(box: FaceBox, frame: Size, scale = 1.4): Square {
  return squareAround(box, frame, scale);
}

/** The context crop: the face with what is around it, where the edge of a print or a screen would show. */
export function contextSquare(box: FaceBox, frame: Size, scale = 3): Square {
  return squareAround(box, frame, scale);
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
