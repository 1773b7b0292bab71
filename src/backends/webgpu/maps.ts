/** A feature map's size: pixels and channels. */
export interface MapShape {
  width: number;
  height: number;
  channels: number;
}

/** Zeros around each plane, in pixels: a tile's row reaches out by one, a gradient in it by one more. */
export const HALO = 2;
/** Pixels that a thread of the tiled kernels owns: 4 x 2, or 4 x 4 if it is tall. */
export const TILE_WIDTH = 4;
export const TILE_HEIGHT = { low: 2, tall: 4 };
/** What kernels are compiled for. */
export type Tile = keyof typeof TILE_HEIGHT;
export const TILES: readonly Tile[] = ['low', 'tall'];

/** Planes of four channels that hold the map. */
export function planesOf(channels: number): number {
  return Math.ceil(channels / 4);
}

/** Tiles along both axes. */
export function tilesOf(
  { width, height }: Pick<MapShape, 'width' | 'height'>,
  tile: Tile,
): { x: number; y: number } {
  return { x: Math.ceil(width / TILE_WIDTH), y: Math.ceil(height / TILE_HEIGHT[tile]) };
}

/** Pixels from one row of a plane to the next. */
export function strideOf(shape: MapShape): number {
  return tilesOf(shape, 'tall').x * TILE_WIDTH + 2 * HALO;
}

/** Pixels of a plane with its halo. */
export function planeLength(shape: MapShape): number {
  return strideOf(shape) * (tilesOf(shape, 'tall').y * TILE_HEIGHT.tall + 2 * HALO);
}

/**
 * Scalars of a map's buffer. Planes come in pairs since the tiled kernels write them so; the spare channels of a last
 * pair stay zero, having zero weights and bias.
 */
export function mapLength(shape: MapShape): number {
  return 2 * Math.ceil(shape.channels / 8) * planeLength(shape) * 4;
}

/** Channels-last values as the kernels lay them out: [C/4][rows][columns][4]. */
export function packMap(values: ArrayLike<number>, shape: MapShape): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(mapLength(shape));
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
  const stride = strideOf(shape);
  const length = planeLength(shape);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++) {
        const pixel = Math.floor(channel / 4) * length + (y + HALO) * stride + x + HALO;
        visit((y * width + x) * channels + channel, 4 * pixel + (channel % 4));
      }
}
