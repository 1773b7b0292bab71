import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { assetHashes, workerHash } from './scripts/assets.mjs';
import { tfjsKernels } from './scripts/tfjsKernels.mjs';
import { wgsl } from './scripts/wgsl.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const folders = ['src', 'cli', 'bench', 'demo', 'evaluation', 'scripts'];

/** Tests that replace modules, which others in their process would find replaced. */
const replacing = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(sep, '/')}`)
    .filter(
      (path) => /\.test\.\w+$/.test(path) && readFileSync(join(root, path), 'utf8').includes('vi.mock('),
    ),
);

/** Tests that need ffmpeg, a GPU (one in software will do), or what was built; by the name of their project. */
const demanding = {
  clips: 'evaluation/{cli,decode}/**/*.test.ts',
  gpu: 'test/**/*.test.ts',
  server: '{src,examples}/server/**/*.test.ts',
};

/** What every run of Vitest has in common. */
export const common = {
  plugins: [assetHashes(), workerHash(), tfjsKernels(), wgsl()],
  resolve: { alias: { depthproof: join(root, 'src/index.ts') } },
  test: {
    // A busy machine is no failure: the limit is for what hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

const project = (name: string, include: string[], more: { exclude?: string[]; isolate?: boolean } = {}) => ({
  extends: true as const,
  test: { name, include, ...more, exclude: [...configDefaults.exclude, ...(more.exclude ?? [])] },
});

const others = Object.values(demanding);

/** Most tests share a process and the modules that it has loaded: in one of its own, each would load longer than it runs. */
export default defineConfig({
  ...common,
  test: {
    ...common.test,
    projects: [
      project('shared', [`{${folders.join(',')}}/**/*.test.{ts,mjs}`], {
        exclude: [...others, ...replacing],
        isolate: false,
      }),
      project('replacing', replacing, { exclude: others }),
      ...Object.entries(demanding).map(([name, include]) => project(name, [include])),
    ],
  },
});
