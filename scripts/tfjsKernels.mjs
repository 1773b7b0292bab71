import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const prefix = 'virtual:tfjs-kernels/';

/**
 * Rollup and Vite plugin: `import { registerKernels } from 'virtual:tfjs-kernels/wasm'` registers those of the backend's
 * kernels that the network calls; all others stay out of the bundle. Typed in src/backends/tfjs/kernels.d.ts.
 */
export function tfjsKernels() {
  return {
    name: 'tfjs-kernels',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const folder = `@tensorflow/tfjs-backend-${id.slice(prefix.length + 1)}/dist/kernels`;
      const names = JSON.parse(readFileSync(new URL('src/backends/tfjs/kernels.json', root), 'utf8'));
      // The WASM backend takes pixels from a canvas itself.
      const there = names.filter((name) =>
        existsSync(fileURLToPath(new URL(`node_modules/${folder}/${name}.js`, root))),
      );
      const configs = there.map((name) => `${name[0].toLowerCase()}${name.slice(1)}Config`);
      return [
        "import { registerKernel } from '@tensorflow/tfjs-core';",
        ...there.map((name, index) => `import { ${configs[index]} } from '${folder}/${name}';`),
        `export function registerKernels() { for (const config of [${configs.join(', ')}]) registerKernel(config); }`,
      ].join('\n');
    },
  };
}
