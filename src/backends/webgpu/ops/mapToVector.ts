import type { Kernel, MapRef, Recorder } from '../recorder';

/** A kernel that writes a vector of `length` numbers of a map, a thread for each. */
export function mapToVector(
  r: Recorder,
  label: string,
  kernel: Kernel,
  input: MapRef,
  length: number,
): MapRef {
  const output = r.vector(length);
  r.dispatch({
    label,
    kernel,
    reads: [input],
    writes: [output],
    threads: [length, 1],
    uniforms: { input, output },
  });
  return output;
}
