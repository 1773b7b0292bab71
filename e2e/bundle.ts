import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { compile } from 'svelte/compiler';
import { build, type Plugin, type Rolldown } from 'vite';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const svelte: Plugin = {
  name: 'svelte',
  transform: {
    filter: { id: /\.svelte$/ },
    handler: (code, filename) => ({ code: compile(code, { filename }).js.code, moduleType: 'js' }),
  },
};

const isCustomElement = (tag: string) => tag === 'depthproof-check';

/**
 * Bundles a page of this folder and its framework into one module that takes the package from what was built, and loads
 * the element from `/element.js`.
 */
export async function bundle(
  entry: string,
  mode: 'production' | 'development' = 'production',
): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [vue({ template: { compilerOptions: { isCustomElement } } }), svelte],
    resolve: {
      alias: {
        'depthproof/react': file('../dist/react.js'),
        'depthproof/element': file('../dist/element.js'),
      },
    },
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    build: {
      write: false,
      lib: { entry: file(entry), formats: ['es'] },
      rolldownOptions: { external: /element\.js$/, output: { paths: () => '/element.js' } },
    },
  })) as Rolldown.RolldownOutput[];
  return output[0]?.output[0].code ?? '';
}
