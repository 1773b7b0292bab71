import { fromFloat16, toFloat16 } from '../../model/float16';
import type { Filter } from '../../model/weights';
import type { Precision } from '../backend';

/** A map's size in pixels and channels; a vector is 1 x 1. */
export interface MapShape {
  width: number;
  height: number;
  channels: number;
}

export const bytesPerScalar: Record<Precision, number> = { fp32: 4, fp16: 2 };

/** As in prelude.wgsl: a convolution reaches out of a tile by one pixel, a gradient in it by one more. */
export const HALO = 2;
/** Threads of a workgroup, as in prelude.wgsl. */
export const WORKGROUP = 64;
/** Side of a tile, the pixels of a thread in the large kernels. */
const TILE = 4;

/** Planes of four channels that hold the channels. */
export function planesOf(channels: number): number {
  return Math.ceil(channels / 4);
}

/** Pixels of a map. */
export function pixelsOf({ width, height }: MapShape): number {
  return width * height;
}

/** Multiply-adds of a convolution that makes a map of this size. */
export function multiplyAddsOf(map: MapShape, { taps, inputs, outputs }: Filter): number {
  return pixelsOf(map) * taps * inputs * outputs;
}

/** Sum of the channels of maps, or of the lengths of vectors. */
export function lengthOf(joined: readonly { shape: MapShape }[]): number {
  return joined.reduce((sum, { shape }) => sum + shape.channels, 0);
}

/** Tiles that cover so many pixels. */
export function tilesOf(pixels: number): number {
  return Math.ceil(pixels / TILE);
}

/** Pixels from one row of a plane to the next. */
export function pitchOf({ width }: Pick<MapShape, 'width'>): number {
  return tilesOf(width) * TILE + 2 * HALO;
}

/** Pixels of a plane with its halo. */
export function planeLength(shape: Pick<MapShape, 'width' | 'height'>): number {
  return pitchOf(shape) * (tilesOf(shape.height) * TILE + 2 * HALO);
}

/**
 * Length of a map in vec4. Planes come in pairs because the large kernels write them so; spare channels stay zero, having
 * zero weights and bias.
 */
export function mapLength(shape: MapShape): number {
  return 2 * Math.ceil(shape.channels / 8) * planeLength(shape);
}

/** Channels-last values as kernels lay them out: planes x rows x columns x 4. */
export function packMap(values: ArrayLike<number>, shape: MapShape): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(4 * planesOf(shape.channels) * planeLength(shape));
  eachValue(shape, (from, to) => {
    packed[to] = values[from] ?? NaN;
  });
  return packed;
}

/** The reverse of `packMap`. */
export function unpackMap(packed: ArrayLike<number>, shape: MapShape): Float32Array<ArrayBuffer> {
  const values = new Float32Array(shape.width * shape.height * shape.channels);
  eachValue(shape, (from, to) => {
    values[from] = packed[to] ?? NaN;
  });
  return values;
}

function eachValue(shape: MapShape, visit: (channelsLast: number, packed: number) => void): void {
  const { width, height, channels } = shape;
  const pitch = pitchOf(shape);
  const length = planeLength(shape);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++) {
        const pixel = Math.floor(channel / 4) * length + (y + HALO) * pitch + x + HALO;
        visit((y * width + x) * channels + channel, 4 * pixel + (channel % 4));
      }
}

/** Values as maps and weights are stored. */
export function toScalars(values: Float32Array<ArrayBuffer>, precision: Precision): BufferSource {
  return precision === 'fp32' ? values : Uint16Array.from(values, toFloat16);
}

/** The values of a map or weights as they are stored. */
export function fromScalars(bytes: ArrayBuffer, precision: Precision): Float32Array<ArrayBuffer> {
  return precision === 'fp32'
    ? new Float32Array(bytes)
    : Float32Array.from(new Uint16Array(bytes), fromFloat16);
}
