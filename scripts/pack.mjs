import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { root, run } from './run.mjs';

/**
 * Packs the package as npm would publish it, into `folder`.
 *
 * @param {string} folder absolute path
 * @returns {Promise<string>} path of the tarball
 */
export async function pack(folder) {
  mkdirSync(folder, { recursive: true });
  let output = '';
  const code = await run(...npm('pack', '--pack-destination', folder), {
    onOutput: (text) => (output += text),
  });
  if (code !== 0) throw new Error(`npm pack failed:\n${output}`);
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return join(folder, `${name}-${version}.tgz`);
}
