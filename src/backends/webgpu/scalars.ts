import { fromFloat16, toFloat16 } from './float16';

/** What maps and kernels are stored as; sums are always made in f32. */
export type Scalar = 'f32' | 'f16';

export const bytesPerScalar: Record<Scalar, number> = { f32: 4, f16: 2 };

/** Values as a buffer holds them. */
export function toScalars(
  values: Float32Array<ArrayBuffer>,
  scalar: Scalar,
): Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  return scalar === 'f32' ? values : Uint16Array.from(values, toFloat16);
}

/** The values that a buffer holds. */
export function fromScalars(bytes: ArrayBuffer, scalar: Scalar): Float32Array<ArrayBuffer> {
  return scalar === 'f32' ? new Float32Array(bytes) : Float32Array.from(new Uint16Array(bytes), fromFloat16);
}
