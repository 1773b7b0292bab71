import type { Rectangle, Size } from '../geometry';
import type { CropRule } from '../model/manifest';
import type { FaceBox } from './face';

/**
 * The part of a frame that a crop shows: around a face, shifted inside the frame. It is never padded: invented pixels
 * would look like the edge of a print or a screen.
 */
export function cropPart(box: FaceBox, frame: Size, rule: Pick<CropRule, 'scale' | 'fit'>): Rectangle {
  return rule.fit === 'cut' ? cut(box, frame, rule.scale) : shrunk(box, frame, rule.scale);
}

/**
 * A square whose side is `scale` times the longer side of the box. One larger than the frame is cut off at the frame in that
 * direction only, since the other direction may show the edge of a print or a screen.
 */
function cut(box: FaceBox, frame: Size, scale: number): Rectangle {
  const side = scale * Math.max(box.width, box.height);
  const [width, height] = [Math.min(side, frame.width), Math.min(side, frame.height)];
  return around(box, { width, height }, { width: frame.width - width, height: frame.height - height });
}

/** The box grown by `scale`, or by less where the frame is too small: it keeps its shape (training/data/texture_crops.py). */
function shrunk(box: FaceBox, frame: Size, scale: number): Rectangle {
  const [right, bottom] = [frame.width - 1, frame.height - 1];
  const factor = Math.min(scale, right / box.width, bottom / box.height);
  const [width, height] = [factor * box.width, factor * box.height];
  return around(box, { width, height }, { width: right - width, height: bottom - height });
}

/** A rectangle of this size about the box's centre; `room`: how far its corner may lie from the frame's. */
function around(box: FaceBox, { width, height }: Size, room: Size): Rectangle {
  const inside = (from: number, most: number) => Math.min(Math.max(from, 0), most);
  return {
    x: inside(box.x + (box.width - width) / 2, room.width),
    y: inside(box.y + (box.height - height) / 2, room.height),
    width,
    height,
  };
}
