import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Rollup and Vite plugin: `import { source, uniforms } from './kernel.wgsl'` gives the file's text without comments and
 * indentation, after the files that its lines `// import other.wgsl` name, and where the members of its `Uniforms` lie in a
 * uniform. Typed in src/backends/webgpu/wgsl.d.ts.
 */
export function wgsl() {
  return {
    name: 'wgsl',
    transform(code, id) {
      if (!id.endsWith('.wgsl')) return null;
      const names = importsOf(code);
      const imports = names.map((name, index) => `import { source as part${index} } from './${name}';`);
      const parts = [...names.map((_, index) => `part${index}`), JSON.stringify(stripped(code))];
      const structs = structsOf(withImports(code, dirname(id)));
      const lines = [
        ...imports,
        `export const source = ${parts.join(' + ')};`,
        `export const uniforms = ${JSON.stringify(layoutOf('Uniforms', structs).members)};`,
        `export const replay = ${JSON.stringify(layoutOf('ReplayInput', structs).members)};`,
      ];
      return { code: lines.join('\n'), map: null };
    },
  };
}

function importsOf(code) {
  return [...code.matchAll(/^\/\/ import (\S+)$/gm)].map(([, name]) => name);
}

function withImports(code, folder) {
  const parts = importsOf(code).map((name) => withImports(readFileSync(join(folder, name), 'utf8'), folder));
  return [...parts, stripped(code)].join('');
}

function stripped(code) {
  return code
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/^\s+/gm, '');
}

/** Members of each struct: pairs of a name and a type. */
function structsOf(code) {
  const structs = [...code.matchAll(/struct (\w+) \{([^}]*)\}/g)];
  const membersOf = (body) => [...body.matchAll(/(\w+): (\w+)/g)].map(([, name, type]) => [name, type]);
  return new Map(structs.map(([, name, body]) => [name, membersOf(body)]));
}

/** Bytes of a type, and its alignment, as WGSL lays uniforms out. */
const HOST_SHAREABLE = { u32: [4, 4], f32: [4, 4], vec2f: [8, 8], vec2u: [8, 8], vec4u: [16, 16] };

/** Offset and type of each member, by name; those of a struct in it are members of the member. */
function layoutOf(type, structs) {
  if (HOST_SHAREABLE[type]) return { size: HOST_SHAREABLE[type][0], align: HOST_SHAREABLE[type][1] };
  const members = {};
  let end = 0;
  for (const [name, memberType] of structs.get(type) ?? []) {
    const { size, align, members: inner } = layoutOf(memberType, structs);
    const offset = roundUp(end, align);
    members[name] = { offset, type: memberType, ...(inner ? { members: inner } : {}) };
    end = offset + size;
  }
  return { size: roundUp(end, 16), align: 16, members };
}

function roundUp(value, unit) {
  return Math.ceil(value / unit) * unit;
}
