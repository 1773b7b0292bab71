/** A buffer, or an aligned part of one; bound as it is. */
export interface Region {
  buffer: GPUBuffer;
  offset: number;
  size: number;
  /** Bytes of it that a launch reads or writes, where these are not all: planes of a map that lie between others. */
  touched?: number;
}
