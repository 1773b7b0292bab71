import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Of dist/integrity.json: the files that a site hosts, by path, as scripts/integrity.mjs wrote it at the build. */
interface Manifest {
  files: Record<string, { integrity: string }>;
}

/** Files that the first lines of the others refer to. */
const notices = ['LICENSE', 'NOTICE'];

/** Compression makes these smaller, the weights by less than a tenth. */
const compressible = /\.(js|json|wasm|tflite|bin)$/;
/** Nearly as small as the highest, which takes half a minute for the largest file. */
const brotliQuality = 9;

/**
 * Copies every file of the manifest from the package into `target`, verified, with a copy by Brotli (`.br`) and gzip
 * (`.gz`) beside each that becomes smaller by it, and the notices that belong to them. It
 * first removes a manifest of another version, and writes the new one last: a folder with a manifest is complete.
 *
 * @throws {Error} naming the file that is missing or altered in the package
 */
export async function copyAssets(
  packageFolder: URL,
  target: string,
): Promise<{ path: string; bytes: number }[]> {
  const source = fileURLToPath(packageFolder);
  const text = await readFile(join(source, 'integrity.json'), 'utf8');
  const { files } = JSON.parse(text) as Manifest;
  const manifest = resolve(target, 'integrity.json');
  await rm(manifest, { force: true });
  const copied = [];
  for (const [path, { integrity }] of Object.entries(files)) {
    const content = await readFile(join(source, path));
    const digest = `sha384-${createHash('sha384').update(content).digest('base64')}`;
    if (digest !== integrity) throw new Error(`${path} of the package is altered. Install depthproof again.`);
    const place = resolve(target, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
    if (compressible.test(path)) {
      const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
      await writeFile(`${place}.br`, await promisify(brotliCompress)(content, { params }));
      await writeFile(`${place}.gz`, await promisify(gzip)(content, { level: 9 }));
    }
    copied.push({ path, bytes: content.length });
  }
  for (const name of notices) await copyFile(join(source, name), resolve(target, name));
  await writeFile(manifest, text);
  return copied;
}
