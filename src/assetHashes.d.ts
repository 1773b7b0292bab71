/** Made by the build (scripts/assets.mjs) from the very files that it puts into dist/assets/. */
declare module 'virtual:asset-hashes' {
  /** By path relative to assets/: SHA-256 as lower-case hex, and the size in bytes. */
  export const assetHashes: Record<string, { sha256: string; bytes: number }>;
}
