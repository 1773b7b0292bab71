import type { Tensor2D } from '@tensorflow/tfjs-core';

/**
 * A feature map as our WebGL programs lay it out. A texel holds 2 x 2 pixels of one channel (row by row), a plane all
 * texels of a channel. Channel 4g + k is the g-th plane from the top in the k-th of up to four textures, because a draw
 * writes four textures at once, WebGL 2's least. Pixels of the last texels that lie outside of the map are 0.
 *
 * With a border the map starts one pixel inside of its first texel, which is then 0 around it. What a 3 x 3 convolution
 * needs for the 2 x 2 pixels of a texel, 4 x 4 pixels, is then exactly four texels of a map of the other border, where
 * in one of the same border it would be nine: convolutions write the border that they do not read.
 */
export type Planes = {
  /** Each 2 rows x 2 columns, as TensorFlow.js counts a texture of vec4. */
  parts: Tensor2D[];
  width: number;
  height: number;
  /** Planes in each part. */
  groups: number;
  border: Border;
};

export type Border = 0 | 1;

/** Texels of one plane. */
export interface Grid {
  columns: number;
  rows: number;
}

export const LARGEST_PARTS = 4;

export function gridOf(width: number, height: number, border: Border): Grid {
  return {
    columns: Math.ceil((width + 2 * border) / 2),
    rows: Math.ceil((height + 2 * border) / 2),
  };
}

/** How many textures and planes in each a map of so many channels has. */
export function partsOf(channels: number): { parts: number; groups: number } {
  return { parts: Math.min(LARGEST_PARTS, channels), groups: Math.ceil(channels / LARGEST_PARTS) };
}

export function otherBorder(border: Border): Border {
  return border === 0 ? 1 : 0;
}
