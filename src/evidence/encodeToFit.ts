import type { Model } from '../model/manifest';
import { LONGEST_RESPONSE } from './response';
import type { FrameImages } from './chain';
import { eachCrop, type EachCrop } from './window';

/** Qualities of a JPEG, 0 to 1, best first. */
const QUALITIES = [0.98, 0.96, 0.94, 0.9, 0.8];
/** Characters of a response beside the crops: token, facts and chain. */
const REST = 24_000;

/** Encodes a size x size crop, RGB levels, row-major, as a baseline JPEG. */
export type EncodeCrop = (
  levels: Uint8Array,
  size: number,
  quality: number,
) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * Encodes a window's crops with the best quality that fits into a response.
 *
 * @throws {RangeError} where none does
 */
export async function encodeToFit(
  model: Model,
  levels: EachCrop<Uint8Array>,
  encode: EncodeCrop,
): Promise<FrameImages[]> {
  for (const quality of QUALITIES) {
    const frames = await eachCrop(model, levels, (crop, size) => encode(crop, size, quality));
    const bytes = frames.flat().reduce((sum, { length }) => sum + length, 0);
    if ((bytes * 4) / 3 + REST <= LONGEST_RESPONSE) return frames;
  }
  throw new RangeError('The crops do not fit into a response.');
}
