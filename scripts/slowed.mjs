import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathOf } from './pathOf.mjs';
import { run } from './run.mjs';

const RATE = 5; // frames a second

/**
 * Copies a manifest's clips at few frames a second, which shows what a slow camera costs. Throws where ffmpeg cannot.
 *
 * @param {string} manifest
 * @param {string} copies folder of the copies
 * @returns {Promise<string>} the copies' manifest
 */
export async function slowed(manifest, copies) {
  await mkdir(copies, { recursive: true });
  await copyFile(manifest, join(copies, 'manifest.csv'));
  // Not before its packages are there.
  const { default: papaparse } = await import('papaparse');
  const { data } = papaparse.parse(await readFile(manifest, 'utf8'), { header: true, skipEmptyLines: true });
  for (const { file } of data) {
    const copy = join(copies, file);
    await mkdir(dirname(copy), { recursive: true });
    const encoding = ['-r', String(RATE), '-c:v', 'libx264', '-crf', '15', '-pix_fmt', 'yuv420p'];
    const original = pathOf(dirname(manifest), file);
    if ((await run('ffmpeg', ['-v', 'error', '-y', '-i', original, '-an', ...encoding, copy])) !== 0)
      throw new Error(`${original} could not be slowed down; the message is above.`);
  }
  return join(copies, 'manifest.csv');
}
