import type { Rectangle, Size } from '../geometry';
import type { FaceBox } from './face';

/**
 * The square around a face whose side is `scale` times the longer side of the face's box. A square that sticks out of
 * the frame is shifted inside. A square larger than the frame is cut off at the frame in that direction only, since the
 * other direction may show the edge of a print or a screen. It is never padded: invented pixels would look like such an
 * edge.
 */
function cropAround(box: FaceBox, frame: Size, scale: number): Rectangle {
  const side = scale * Math.max(box.width, box.height);
  const [width, height] = [Math.min(side, frame.width), Math.min(side, frame.height)];
  const inside = (from: number, most: number) => Math.min(Math.max(from, 0), most);
  return {
    x: inside(box.x + (box.width - width) / 2, frame.width - width),
    y: inside(box.y + (box.height - height) / 2, frame.height - height),
    width,
    height,
  };
}

/** The face crop shows the face with its outline. */
export function faceCrop(box: FaceBox, frame: Size, scale = 1.4): Rectangle {
  return cropAround(box, frame, scale);
}

/** The context crop shows the face and its surroundings, where the edge of a print or a screen would be visible. */
export function contextCrop(box: FaceBox, frame: Size, scale = 3): Rectangle {
  return cropAround(box, frame, scale);
}
