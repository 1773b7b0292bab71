import { zipSync } from 'fflate';

/** Arrays (see npy.ts) in one file, as `numpy.load` reads it: a zip of .npy, not compressed, as `numpy.savez` writes. */
export function npz(arrays: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const files = Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes] as const);
  return zipSync(Object.fromEntries(files), { level: 0 });
}
