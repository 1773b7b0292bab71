/** Made by the build (scripts/tfjsKernels.mjs) from kernels.json. */
declare module 'virtual:tfjs-kernels/*' {
  /** Registers the kernels that the network and its crops call. */
  export function registerKernels(): void;
}
