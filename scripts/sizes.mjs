import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { evidenceBytes } from './evidenceBytes.mjs';
import { main, root, say } from './run.mjs';

const dist = join(root, 'dist');
const only = (folder, pattern) =>
  readdirSync(join(dist, folder))
    .filter((name) => pattern.test(name))
    .map((name) => `${folder}/${name}`);

/** Returns a file of the folder backends by its name without the hash. Throws if it is missing, so that it is counted. */
function chunk(name) {
  const [found] = only('backends', new RegExp(`^${name}-.*\\.js$`));
  if (!found) throw new Error(`There is no dist/backends/${name}-….js to weigh`);
  return found;
}

/** The files that a check loads; their static imports are added later. */
const path = (backend) => [
  'depthproof.js',
  'element.js',
  'index.js',
  ...largest(only('texts', /\.js$/)),
  'depthproof-worker.js',
  chunk(backend === 'webgpu' ? 'device' : backend),
  'assets/vision_wasm_module_internal.js',
];

/** Largest transfer sizes in KB of 1000 bytes; `packed` ones gzipped. */
const budgets = {
  'script tag': { limit: 3, files: () => ['depthproof.js'], packed: true },
  'all JavaScript with WebGPU': { limit: 250, files: () => path('webgpu'), packed: true },
  'all JavaScript with WebGL': { limit: 250, files: () => path('webgl'), packed: true },
  'all JavaScript with WASM': { limit: 250, files: () => path('wasm'), packed: true },
  'evidence, only with a session': {
    // A third of it are its texts, in every language.
    limit: 5,
    files: () => ['evidence.js', chunk('evidenceEngine')],
    without: () => path('wasm'),
    packed: true,
  },
  weights: { limit: 2500, files: () => ['assets/model/weights.bin'], packed: false },
};

const bytesOf = (file) => readFileSync(join(dist, file));
const packedSize = (file) => gzipSync(bytesOf(file), { level: 9 }).length;

/** Returns only the largest file, since a visitor loads one language. */
function largest(files) {
  return files.sort((a, b) => packedSize(b) - packedSize(a)).slice(0, 1);
}

/** Returns the files and everything that they import statically. Dynamic imports are not followed. */
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

/** Returns the modules of evidence that were bundled into any of the files. */
function evidenceIn(files) {
  const bundled = files.filter((file) => !file.startsWith('assets/'));
  return bundled
    .flatMap((file) => JSON.parse(String(bytesOf(`${file}.map`))).sources)
    .filter((source) => /src\/(evidence\/|engine\/(evidenceEngine|recordedQueue))/.test(source));
}

/** Prints the size of every built file, in KB. */
export function printSizes() {
  const files = readdirSync(dist, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(js|wasm|tflite|bin)$/.test(name) && statSync(join(dist, name)).isFile());
  const kilobytes = (bytes) => Number((bytes / 1000).toFixed(1));
  const row = (file) => ({ minified: kilobytes(bytesOf(file).length), gzip: kilobytes(packedSize(file)) });
  say('Sizes in KB');
  console.table(Object.fromEntries(files.sort().map((file) => [file, row(file)])));
}

/** What a check loads besides code. */
const data = [
  'assets/vision_wasm_module_internal.wasm',
  'assets/blaze_face_short_range.tflite',
  ...['model.json', 'weights.bin', 'golden.bin', 'golden.json'].map((name) => `assets/model/${name}`),
];

/**
 * Returns in bytes what a visitor downloads for a check, for each backend: as it is, gzipped, and with Brotli; `page` and
 * `element` gzipped; and parts of it, as they are and gzipped.
 */
export function downloads() {
  const sizes = {
    plain: (file) => bytesOf(file).length,
    gzip: packedSize,
    // As `depthproof assets` does.
    brotli: (file) =>
      brotliCompressSync(bytesOf(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length,
  };
  // The three backends share most files.
  const known = new Map();
  const sizeOf = (file, size) => {
    const key = `${size} ${file}`;
    if (!known.has(key)) known.set(key, sizes[size](file));
    return known.get(key);
  };
  const sum = (files, size) => files.reduce((total, file) => total + sizeOf(file, size), 0);
  const check = (backend) => {
    const code = withImports(path(backend));
    const runtime = backend === 'wasm' ? ['assets/tfjs-backend-wasm-simd.wasm'] : [];
    return [...code, ...runtime, ...data];
  };
  const backends = ['webgpu', 'webgl', 'wasm'];
  const part = (files) => ({ plain: sum(files, 'plain'), gzip: sum(files, 'gzip') });
  const range = (size) => backends.map((backend) => sum(check(backend), size));
  return {
    page: sum(['depthproof.js', 'element.js'], 'gzip'),
    element: sum(['element.js'], 'gzip'),
    plain: range('plain'),
    gzip: range('gzip'),
    brotli: range('brotli'),
    parts: {
      mediapipe: part(data.slice(0, 1)),
      detector: part(data.slice(1, 2)),
      model: part(data.slice(2)),
      weights: part(['assets/model/weights.bin']),
    },
  };
}

/** Returns what each budget is about, in KB, with its limit and the files that count. */
export function weighed() {
  return Object.entries(budgets).map(([name, { limit, files, without = () => [], packed }]) => {
    const loaded = withImports(without());
    const all = withImports(files()).filter((file) => !loaded.includes(file));
    const size = (file) => (packed ? packedSize(file) : statSync(join(dist, file)).size);
    const bytes = all.reduce((sum, file) => sum + size(file), 0);
    return { name, KB: Number((bytes / 1000).toFixed(1)), limit, files: all };
  });
}

/** Prints the sizes of the built files and their budgets. Ends the process with 1 if one is over its budget. */
export function checkSizes() {
  const table = weighed();
  say('Sizes against their budgets, KB');
  console.table(Object.fromEntries(table.map(({ name, KB, limit }) => [name, { KB, limit }])));
  const over = table.filter(({ KB, limit }) => KB > limit);
  for (const { name, files } of over) console.error(`${name} is over its budget: ${files.join(', ')}`);
  const strays = evidenceIn(withImports(['webgpu', 'webgl', 'wasm'].flatMap(path)));
  for (const stray of strays) console.error(`Every check loads what only one with a session needs: ${stray}`);
  if (over.length + strays.length > 0) process.exit(1);
}

/** Bytes, gzipped, that evidence may add to a check without a session. */
const EVIDENCE_BYTES = 750;

/** Prints what evidence adds to the files that every check loads. Ends the process with 1 if it is too much. */
async function checkEvidenceBytes() {
  const bytes = await evidenceBytes();
  say('What evidence adds to a check without a session, bytes');
  console.table(bytes);
  if (bytes.sum > EVIDENCE_BYTES) {
    console.error(`Evidence may add ${EVIDENCE_BYTES} bytes.`);
    process.exit(1);
  }
}

if (process.argv[1] === import.meta.filename)
  await main(async () => {
    checkSizes();
    await checkEvidenceBytes();
  });
