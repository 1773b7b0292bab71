import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import ts from 'typescript';
import { assetHashes, emitAssets, workerHash } from './scripts/assets.mjs';
import { tfjsKernels } from './scripts/tfjsKernels.mjs';
import { wgsl } from './scripts/wgsl.mjs';

const preamble = '/*! Depthproof, Apache-2.0. The software bundled with it is listed in NOTICE. */';

/** Types were checked before: each file only loses them here, which four bundles would otherwise pay for four times. */
function stripTypes() {
  const { compilerOptions } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)).config;
  return {
    name: 'strip-types',
    transform(code, id) {
      if (!id.endsWith('.ts')) return null;
      const { outputText, sourceMapText } = ts.transpileModule(code, {
        fileName: id,
        compilerOptions: { ...compilerOptions, moduleResolution: undefined, lib: undefined, sourceMap: true },
      });
      return { code: outputText, map: sourceMapText };
    },
  };
}

/**
 * tfjs-backend-wasm carries a second runtime for threads, which needs a cross-origin isolated page. A login page
 * rarely is one, and isolation would break other parts of it, so this runtime is never used and not bundled.
 */
function withoutThreads() {
  const empty = '\0no-threads';
  return {
    name: 'without-threads',
    resolveId: (id) => (id.includes('tfjs-backend-wasm-threaded-simd') ? empty : null),
    load: (id) => (id === empty ? 'export const wasmWorkerContents = ""; export default undefined;' : null),
  };
}

/**
 * tfjs-core as TensorFlow.js' own custom bundles have it: without optimizers, which its index registers, and without
 * the readers and writers of models, which register themselves. The network here is read by our own code.
 */
function withoutTraining() {
  const core = '\0tfjs-core';
  const parts = ['import "@tensorflow/tfjs-core/dist/base_side_effects";'];
  parts.push('export * from "@tensorflow/tfjs-core/dist/base";');
  return {
    name: 'without-training',
    resolveId: (id) => (id === '@tensorflow/tfjs-core' ? core : null),
    load: (id) => (id === core ? parts.join('\n') : null),
    transform: (code, id) =>
      /tfjs-core\/dist\/io\/.*\.js$/.test(id.replaceAll(sep, '/'))
        ? { code, map: null, moduleSideEffects: false }
        : null,
  };
}

/**
 * The worker's entry, which no chunk imports: pages load it under an address that ends in its hash, and a chunk that
 * imported it without would start a second one.
 */
function workerEntry() {
  const entry = '\0depthproof-worker';
  const worker = join(process.cwd(), 'src/engine/worker.ts');
  return {
    name: 'worker-entry',
    resolveId(wanted) {
      if (wanted === 'depthproof-worker') return entry;
      // It does all that it does by being loaded.
      return wanted === worker ? { id: worker, moduleSideEffects: true } : null;
    },
    load: (id) => (id === entry ? `import ${JSON.stringify(worker)};` : null),
  };
}

/** Lets sources import name and version from package.json; the rest of it gets into no bundle. */
function packageVersion() {
  return {
    name: 'package-version',
    transform(code, id) {
      if (basename(id) !== 'package.json') return null;
      const { name, version } = JSON.parse(code);
      const exported = Object.entries({ name, version });
      const lines = exported.map(([key, value]) => `export const ${key} = ${JSON.stringify(value)};`);
      return { code: lines.join('\n'), map: { mappings: '' } };
    },
  };
}

/** Copies a folder's files as they are, sources excepted. */
function emitStatic(folder) {
  return {
    name: 'emit-static',
    generateBundle() {
      for (const name of readdirSync(folder, { recursive: true })) {
        const path = join(folder, name);
        // The login is a server of its own.
        if (name.endsWith('.ts') || name.startsWith('login') || !statSync(path).isFile()) continue;
        this.emitFile({ type: 'asset', fileName: path.split(sep).join('/'), source: readFileSync(path) });
      }
    },
  };
}

const otherLanguages = readdirSync('src/element/texts')
  .flatMap((name) => /^([a-z]{2}(?:-[A-Z]\w+)?)\.ts$/.exec(name)?.[1] ?? [])
  .filter((language) => language !== 'en');

/** Modules that are files of their own in dist/, and load each other there: import, or path of its source, to file. */
const companions = {
  library: [/(^|\/)(src|\.\.)\/index(\.ts)?$/, './index.js'],
  evidence: [/(^|\/)evidence\/page(\.ts)?$/, './evidence.js'],
  element: [/(^|\/)(src|\.\.)\/element(\/index\.ts)?$/, './element.js'],
};
for (const language of otherLanguages) {
  companions[language] = [new RegExp(`(^|/)(texts|\\.)/${language}(\\.ts)?$`), `./texts/${language}.js`];
}

/** Leaves modules out of a bundle, which then imports them from where they are built to. */
function apart(names, packages = []) {
  const chosen = names.map((name) => companions[name]);
  return {
    external: (id) => packages.includes(id) || chosen.some(([source]) => source.test(id)),
    paths: (id) => chosen.find(([source]) => source.test(id))?.[1] ?? id,
  };
}

/** tfjs and the Emscripten loaders are what they are; a warning about our own files is an error. */
function onWarning(warning) {
  if (warning.id?.includes('node_modules') || warning.ids?.some((id) => id.includes('node_modules'))) return;
  throw new Error(warning.message);
}

function bundle({
  input,
  file,
  plugins = [],
  external = [],
  paths = {},
  format = 'es',
  chunks,
  manualChunks,
  banner,
  directive = '',
}) {
  const [dir, ...rest] = file.split('/');
  return {
    input,
    external,
    plugins: [
      withoutThreads(),
      withoutTraining(),
      assetHashes(),
      workerHash(),
      tfjsKernels(),
      wgsl(),
      packageVersion(),
      resolve({ browser: true, extensions: ['.ts', '.mjs', '.js'] }),
      commonjs(),
      stripTypes(),
      ...plugins,
      // What only this repository runs need not be small. A directive in a banner would be taken for a useless string.
      file.startsWith('dist/') &&
        terser({ format: { comments: /webpackIgnore|@vite-ignore/, preamble: directive + preamble } }),
    ],
    output: {
      dir,
      entryFileNames: rest.join('/'),
      format,
      // The package leaves the maps out, so its files must not name them: tools warn of each that is missing.
      sourcemap: 'hidden',
      ...(banner ? { banner } : {}),
      ...(chunks ? { chunkFileNames: chunks, manualChunks } : { inlineDynamicImports: true }),
      paths,
    },
    onwarn: onWarning,
  };
}

/** A program for Node. It drives a browser through Playwright, which whoever runs it has installed. */
function command({ input, file }) {
  return {
    input,
    external: [/^node:/, 'playwright'],
    plugins: [
      resolve({ extensions: ['.ts', '.mjs', '.js'], exportConditions: ['node'] }),
      commonjs(),
      stripTypes(),
    ],
    output: { file, format: 'es', inlineDynamicImports: true },
  };
}

/** What a site's backend imports, the threads that it starts, and the command `depthproof serve`. */
function server() {
  return {
    input: { index: 'src/server/index.ts', worker: 'src/server/worker.ts', serve: 'src/server/serve.ts' },
    // Node's own modules, and packages that a site installs itself.
    external: [/^node:/, 'redis', 'webgpu'],
    plugins: [
      withoutThreads(),
      withoutTraining(),
      tfjsKernels(),
      wgsl(),
      packageVersion(),
      resolve({ extensions: ['.ts', '.mjs', '.js'], exportConditions: ['node'] }),
      commonjs(),
      stripTypes(),
      emitFiles({
        'mozjpeg_dec.wasm': 'node_modules/@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
        'openapi.json': 'src/server/openapi.json',
      }),
    ],
    output: {
      dir: 'dist/server',
      chunkFileNames: '[name].js',
      format: 'es',
      // TensorFlow.js and Emscripten ask Node for modules, and for their folder, in the old way.
      banner: ({ name }) =>
        name === 'worker'
          ? [
              "import { createRequire } from 'node:module';",
              'const require = createRequire(import.meta.url);',
              'const __dirname = import.meta.dirname;',
            ].join('\n')
          : '',
    },
    onwarn: onWarning,
  };
}

/** Writes files beside the bundle, by their name there. */
function emitFiles(files) {
  return {
    name: 'emit-files',
    generateBundle() {
      for (const [fileName, path] of Object.entries(files))
        this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
    },
  };
}

const bundles = [
  server(),
  bundle({
    input: 'depthproof-worker',
    file: 'dist/depthproof-worker.js',
    plugins: [emitAssets(), workerEntry()],
    // The engine, backends, and what of the network each needs. With their hash in the name a cached one of another build is never taken for one of this.
    chunks: 'backends/[name]-[hash].js',
    manualChunks: (id) => (id.endsWith('engine/worker.ts') ? 'engine' : undefined),
  }),
  bundle({
    input: 'demo/main.ts',
    file: 'dist/demo/main.js',
    // The demo page uses the library as a site would: as the built file beside it.
    external: ['depthproof'],
    paths: { depthproof: '../index.js' },
    plugins: [emitStatic('demo')],
  }),
  bundle({ input: 'demo/appearance.ts', file: 'dist/demo/appearance.js', format: 'iife' }),
  bundle({ input: 'e2e/golden/page.ts', file: 'build/golden/page.js' }),
  bundle({ input: 'bench/page.ts', file: 'build/bench/page.js' }),
  bundle({
    input: 'bench/node.ts',
    file: 'build/bench/node.js',
    external: ['webgpu', /^node:/],
    // TensorFlow.js asks Node for a module in the old way.
    banner: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  }),
  bundle({ input: 'demo/bench/main.ts', file: 'dist/demo/bench/main.js' }),
  bundle({ input: 'evaluation/run/page.ts', file: 'dist/evaluation/page.js' }),
  command({ input: 'evaluation/cli/depthproof.ts', file: 'dist/evaluation/depthproof.js' }),
  command({ input: 'cli/depthproof.ts', file: 'dist/depthproof-cli.js' }),
  bundle({ input: 'demo/evaluate/main.ts', file: 'dist/demo/evaluate/main.js' }),
  ...otherLanguages.map((language) =>
    bundle({ input: `src/element/texts/${language}.ts`, file: `dist/texts/${language}.js` }),
  ),
  bundle({ input: 'src/index.ts', file: 'dist/index.js', ...apart(['evidence']) }),
  bundle({ input: 'src/evidence/page.ts', file: 'dist/evidence.js' }),
  bundle({
    input: 'src/element/index.ts',
    file: 'dist/element.js',
    ...apart(['library', 'evidence', ...otherLanguages]),
  }),
  bundle({
    input: 'src/react/index.ts',
    file: 'dist/react.js',
    // It has effects, which a server's components have not.
    directive: "'use client';\n",
    ...apart(['element'], ['react']),
  }),
  bundle({ input: 'src/support/index.ts', file: 'dist/support.js' }),
  bundle({ input: 'src/embed/module.ts', file: 'dist/embed.js', ...apart(['element']) }),
  bundle({ input: 'src/embed/index.ts', file: 'dist/depthproof.js', format: 'iife' }),
];

/** What the smoke test opens: `rollup --config --environment SMOKE`. */
const smoke = [
  'depthproof-worker',
  'demo/main.ts',
  'demo/appearance.ts',
  'src/index.ts',
  'src/element/index.ts',
  'src/embed/index.ts',
];

/** What `npm run bench` alone opens, and no test: `rollup --config --environment BENCH`. */
const bench = ['bench/page.ts', 'bench/node.ts'];

const { SMOKE, BENCH } = process.env;
export default bundles.filter(({ input }) =>
  SMOKE ? smoke.includes(input) : bench.includes(input) === Boolean(BENCH),
);
