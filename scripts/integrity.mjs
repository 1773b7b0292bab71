import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const dist = join(root, 'dist');

/** The files that a page loads, and that a site therefore hosts. */
const hosted = [
  'depthproof.js',
  'embed.js',
  'element.js',
  'index.js',
  'evidence.js',
  'support.js',
  'depthproof-worker.js',
  'backends',
  'texts',
  'assets',
];

function filesOf(name) {
  if (statSync(join(dist, name)).isFile()) return [name];
  return readdirSync(join(dist, name), { recursive: true })
    .map((inner) => `${name}/${inner.replaceAll('\\', '/')}`)
    .filter((path) => !path.endsWith('.map') && statSync(join(dist, path)).isFile())
    .sort();
}

/** Writes dist/integrity.json: each hosted file's SHA-384, in the format of the attribute `integrity`, and its size. */
export function writeIntegrity() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = Object.fromEntries(
    hosted.flatMap(filesOf).map((path) => {
      const bytes = readFileSync(join(dist, path));
      const digest = createHash('sha384').update(bytes).digest('base64');
      return [path, { integrity: `sha384-${digest}`, bytes: bytes.length }];
    }),
  );
  writeFileSync(join(dist, 'integrity.json'), `${JSON.stringify({ version, files }, undefined, 2)}\n`);
}
