import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './run.mjs';

/** Each line of a source that is there for evidence alone, and what would stand there without it. */
const wiring = {
  'src/element/attributes.ts': [
    ["  'session-url',\n", ''],
    ["    sessionUrl: read('session-url') ?? undefined,\n", ''],
  ],
  'src/element/card.ts': [
    [', sendsPictures: boolean', ''],
    [', sendsPictures)', ')'],
  ],
  'src/element/depthproofCheck.ts': [
    ['loadEvidence, ', ''],
    ['  #validUntil = Infinity;\n', ''],
    [/ {6}let session: .*\n[^]*?this\.#validUntil = asked .*\n {6}\}\n/, ''],
    [' chosen, session,', ' chosen,'],
    [" || name === 'session-url'", ''],
    ['(verdict.response ?? claim())', 'claim()'],
    ['Math.min(expires * 1000, this.#validUntil - Date.now())', 'expires * 1000'],
    [', this.#settings.sessionUrl !== undefined)', ')'],
    [/ {2}#applySettings[^]*?(?= {2}#emit)/, ''],
    [/this\.#applySettings\(\)/g, 'this.#settings = settingsOf(this)'],
  ],
  'src/element/errorRecovery.ts': [["  SESSION_REFUSED: retry('error-session'),\n", '']],
  'src/element/library.ts': [[/export const loadEvidence .*\n/, '']],
  'src/element/localizer.ts': [
    [/ {2}evidence: .*\n/, ''],
    [/ {4}const evidence: .*\n/, ''],
    [" || evidence?.[key] || ''", ''],
  ],
  'src/element/screens.ts': [
    [/, sendsPictures: boolean/g, ''],
    ['(state, sendsPictures)', '(state)'],
    ["sendsPictures ? 'start-evidence' : 'start-privacy'", "'start-privacy'"],
    [/ {10}sendsPictures \? .*\n/, ''],
  ],
  'src/page/check.ts': [
    [/ {4}private readonly respond\?: .*\n/, ''],
    [
      / {6}const responding = [^]*? {6}\);\n {4}\}/,
      "      this.#give(verdict, input.type === 'ended');\n    }",
    ],
  ],
  'src/page/createLiveness.ts': [
    ["import { arrived } from '../arrived';\n", ''],
    [/ {2}const respond =\n[^;]*;\n/, ''],
    [', respond)', ')'],
  ],
  'src/page/engineClient.ts': [
    ['{ backend, session }', '{ backend }'],
    [/ {4}const evidenceAfter = .*\n/, ''],
    [', evidenceAfter }', ' }'],
    ['end(evidence?: number)', 'end()'],
    [', evidence });\n    this.#expect', ' });\n    this.#expect'],
    ['message.evidence', ''],
  ],
  'src/page/recoveringEngine.ts': [
    ['end(evidence?: number)', 'end()'],
    ['end(evidence)', 'end()'],
    [' && !this.#ended', ''],
  ],
  'src/engine/engine.ts': [['    return undefined;\n', '']],
  'src/engine/frameAnalyzer.ts': [['      measurements,\n', '']],
  'src/engine/worker.ts': [
    [
      / {2}const \{ evidenceAfter \}[^]*?\n {2}\}\n/,
      '  const engine = new Engine(parts, onWindow, onError);\n',
    ],
    [
      "post({ type: 'drained', evidence: await engine.drain(message.evidence) })",
      "await engine.drain();\n    post({ type: 'drained' })",
    ],
  ],
};

/**
 * Returns a source without its wiring. Throws where it no longer has a part of it, so that none is forgotten.
 *
 * @param {string} path one of `wired`
 * @param {string} code
 */
export function withoutWiring(path, code) {
  return wiring[path].reduce((text, [there, without]) => {
    const next = text.replace(there, without);
    if (next === text) throw new Error(`${path} has no ${String(there)}: mend scripts/evidenceBytes.mjs.`);
    return next;
  }, code);
}

export const wired = Object.keys(wiring);

/** Rollup plugin: takes the wiring out. */
function withoutEvidence() {
  return {
    name: 'without-evidence',
    transform(code, id) {
      const path = relative(root, id).replaceAll('\\', '/');
      return wired.includes(path) ? { code: withoutWiring(path, code), map: null } : null;
    },
  };
}

const size = (code) => gzipSync(code, { level: 9 }).length;

/**
 * Returns by how many bytes, gzipped, evidence makes the files larger that every check loads: dist/ against a build
 * without its wiring. The worker includes whatever it loads.
 */
export async function evidenceBytes() {
  const { rollup } = await import('rollup');
  const { default: bundles } = await import('../rollup.config.mjs');
  const added = async (input) => {
    const options = bundles.find((bundle) => bundle.input === input);
    const bundle = await rollup({ ...options, plugins: [withoutEvidence(), ...options.plugins] });
    const { output } = await bundle.generate(options.output);
    await bundle.close();
    return output
      .filter(({ type }) => type === 'chunk')
      .reduce(
        (sum, { fileName, code }) =>
          sum + size(readFileSync(join(root, 'dist', built(fileName)))) - size(code),
        0,
      );
  };
  const bytes = {
    element: await added('src/element/index.ts'),
    page: await added('src/index.ts'),
    worker: await added('depthproof-worker'),
    'script-tag': await added('src/embed/index.ts'),
  };
  return { ...bytes, sum: Object.values(bytes).reduce((sum, one) => sum + one) };
}

/** Returns the file of dist/ that goes by this name but for its hash. */
function built(fileName) {
  const [, name] = /^backends\/(.*)-[\w-]{8}\.js$/.exec(fileName) ?? [];
  if (!name) return fileName;
  const found = readdirSync(join(root, 'dist/backends')).find(
    (file) => file.startsWith(`${name}-`) && file.endsWith('.js'),
  );
  return `backends/${found}`;
}
