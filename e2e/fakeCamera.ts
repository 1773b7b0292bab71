import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const folder = fileURLToPath(new URL('../node_modules/.cache/fake-camera', import.meta.url));

/**
 * Converts a clip to a .y4m file of raw I420 frames, which Chromium's fake camera plays in a loop. Files are kept for the
 * next run, by a hash of clip and filter.
 *
 * @param clip path of a video file
 * @param filter of ffmpeg, for how the camera is mounted: `transpose=1` turns it by 90 degrees, `hflip` mirrors it
 * @returns path of the .y4m file
 */
export async function fakeCamera(clip: string, filter = 'null'): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(clip))
    .update(filter === 'null' ? '' : filter)
    .digest('hex')
    .slice(0, 16);
  const file = join(folder, `${hash}.y4m`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  // Another worker may be writing the same file.
  const part = `${file}.${String(process.pid)}.part`;
  await promisify(execFile)('ffmpeg', [
    ...['-v', 'error', '-y', '-i', clip, '-vf', filter],
    ...['-pix_fmt', 'yuv420p', '-f', 'yuv4mpegpipe', part],
  ]);
  await rename(part, file);
  return file;
}
