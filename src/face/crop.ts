import type { Square } from '../network/square';
import type { FaceBox } from './detector';

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
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
