import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../scripts/findBrowser.mjs';
import { serve } from '../scripts/serve.mjs';

/** Frames a second of the bundled clips, and so of the fake camera. */
const framesPerSecond = 30;

/**
 * Converts a clip to a .y4m file of raw I420 frames, which Chromium's fake camera plays in a loop. Chromium itself decodes
 * the clip, so that no ffmpeg is needed. Files are kept in the system's temporary folder, by the clip's hash.
 *
 * @param clip path of a video file at 30 frames a second
 * @returns path of the .y4m file
 */
export async function fakeCamera(clip: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(clip))
    .digest('hex')
    .slice(0, 16);
  const folder = join(tmpdir(), 'depthproof-fake-camera');
  const file = join(folder, `${hash}.y4m`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const server = await serve({ '/': dirname(clip) });
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    // Chromium opens a video file as a page with one <video>, on the secure origin that VideoFrame requires.
    await page.goto(`${server.url}/${basename(clip)}`);
    // Another worker may be writing the same file.
    const part = `${file}.${String(process.pid)}.part`;
    await writeFrames(page, part);
    await rename(part, file);
  } finally {
    await browser.close();
    await server.close();
  }
  return file;
}

async function writeFrames(page: Page, file: string): Promise<void> {
  const { width, height, frames } = await openClip(page);
  const output = await open(file, 'w');
  try {
    await output.write(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    for (let index = 0; index < frames; index++) {
      await output.write('FRAME\n');
      await output.write(Buffer.from(await readFrame(page, index), 'base64'));
    }
  } finally {
    await output.close();
  }
}

async function openClip(page: Page): Promise<{ width: number; height: number; frames: number }> {
  return page.evaluate(async (rate) => {
    const video = document.querySelector('video');
    if (!video) throw new Error('The clip is no video that this browser can play.');
    video.pause();
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      await new Promise((resolve, reject) => {
        video.addEventListener('loadeddata', resolve, { once: true });
        video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
      });
    }
    return {
      width: video.videoWidth,
      height: video.videoHeight,
      frames: Math.round(video.duration * rate),
    };
  }, framesPerSecond);
}

/** Frame number `index` as tightly packed I420, base64. */
async function readFrame(page: Page, index: number): Promise<string> {
  return page.evaluate(
    async ({ index, rate }) => {
      const video = document.querySelector('video');
      if (!video) throw new Error('The clip is gone.');
      const seeked = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
      // The middle of the frame's time, so that rounding cannot select a neighbour.
      video.currentTime = (index + 0.5) / rate;
      await seeked;
      let frame = new VideoFrame(video);
      // The frame sometimes appears shortly after the event.
      for (let patience = 60; Math.round((frame.timestamp / 1e6) * rate) !== index; patience--) {
        frame.close();
        if (patience === 0) throw new Error(`Frame ${index} never showed.`);
        await new Promise(requestAnimationFrame);
        frame = new VideoFrame(video);
      }
      if (frame.format !== 'I420') throw new Error(`Expected I420 frames, got ${frame.format}.`);
      const bytes = new Uint8Array(frame.allocationSize());
      await frame.copyTo(bytes);
      frame.close();
      // String.fromCharCode takes only so many arguments.
      const chunks = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, chunk) =>
        String.fromCharCode(...bytes.subarray(chunk * 8192, (chunk + 1) * 8192)),
      );
      return btoa(chunks.join(''));
    },
    { index, rate: framesPerSecond },
  );
}
