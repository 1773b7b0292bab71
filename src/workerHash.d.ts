/** Made by the build (scripts/assets.mjs) from the worker that it has put into dist/. */
declare module 'virtual:worker-hash' {
  /** First digits of the worker's SHA-256; empty where no worker has been built yet. */
  export const workerHash: string;
}
