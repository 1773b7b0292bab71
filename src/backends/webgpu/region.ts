/** A buffer, or an aligned part of one; bound as it is. */
export interface Region {
  buffer: GPUBuffer;
  offset: number;
  size: number;
}
