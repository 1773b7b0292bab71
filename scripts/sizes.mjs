import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, say } from './run.mjs';

const dist = join(root, 'dist');
const only = (folder, pattern) =>
  readdirSync(join(dist, folder))
    .filter((name) => pattern.test(name))
    .map((name) => `${folder}/${name}`);

/** A file of the folder backends, by its name without the hash. Throws where there is none: its bytes would go missing. */
function chunk(name) {
  const [found] = only('backends', new RegExp(`^${name}-.*\\.js$`));
  if (!found) throw new Error(`There is no dist/backends/${name}-….js to weigh`);
  return found;
}

/** What a check loads, entry by entry; what those import by themselves comes along. */
const path = (backend) => [
  'depthproof.js',
  'element.js',
  'index.js',
  ...largest(only('texts', /\.js$/)),
  'depthproof-worker.js',
  chunk(backend === 'webgpu' ? 'device' : backend),
  'assets/vision_wasm_module_internal.js',
];

/** Most bytes that may travel, in KB of 1000 bytes; scripts gzipped. */
const budgets = {
  'script tag': { limit: 15, files: () => ['depthproof.js'], packed: true },
  'all JavaScript with WebGPU': { limit: 250, files: () => path('webgpu'), packed: true },
  'all JavaScript with WebGL': { limit: 250, files: () => path('webgl'), packed: true },
  'all JavaScript with WASM': { limit: 250, files: () => path('wasm'), packed: true },
  weights: { limit: 1500, files: () => ['assets/model/weights.bin'], packed: false },
};

const bytesOf = (file) => readFileSync(join(dist, file));
const packedSize = (file) => gzipSync(bytesOf(file), { level: 9 }).length;

/** The largest alone: a visitor reads one language. */
function largest(files) {
  return files.sort((a, b) => packedSize(b) - packedSize(a)).slice(0, 1);
}

/** The files and all that they import statically; what they import when it is needed is not followed. */
function withImports(files, found = new Set()) {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    if (!file.startsWith('assets/')) withImports(importsOf(file), found);
  }
  return [...found];
}

function importsOf(file) {
  const statements = String(bytesOf(file)).matchAll(/(?:\bfrom|\bimport)\s*(["'])(\.{1,2}\/[^"']+\.js)\1/g);
  return [...statements].map(([, , to]) => normalize(join(dirname(file), to)).replaceAll('\\', '/'));
}

/** Prints what the built files weigh against their budgets. Ends the process with 1 if one is over. */
export function checkSizes() {
  const table = Object.entries(budgets).map(([name, { limit, files, packed }]) => {
    const all = withImports(files());
    const size = (file) => (packed ? packedSize(file) : statSync(join(dist, file)).size);
    const bytes = all.reduce((sum, file) => sum + size(file), 0);
    return { name, KB: Number((bytes / 1000).toFixed(1)), limit, files: all };
  });
  say('Sizes against their budgets, KB');
  console.table(Object.fromEntries(table.map(({ name, KB, limit }) => [name, { KB, limit }])));
  const over = table.filter(({ KB, limit }) => KB > limit);
  for (const { name, files } of over) console.error(`${name} is over its budget: ${files.join(', ')}`);
  if (over.length > 0) process.exit(1);
}

if (process.argv[1] === import.meta.filename) checkSizes();
