/**
 * Rollup and Vite plugin: `import { source } from './kernel.wgsl'` gives the file's text without comments and
 * indentation, which are for its readers. Typed in src/backends/webgpu/wgsl.d.ts.
 */
export function wgsl() {
  return {
    name: 'wgsl',
    transform(code, id) {
      if (!id.endsWith('.wgsl')) return null;
      return { code: `export const source = ${JSON.stringify(stripped(code))};`, map: null };
    },
  };
}

function stripped(code) {
  return code
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/^\s+/gm, '');
}
