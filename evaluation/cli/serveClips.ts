import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { contentType } from '../../scripts/serve.mjs';
import { clipFrames, frameBytes } from '../decode/clipFrames';
import type { FramesHeader } from '../run/servedFrames';
import type { Source } from './sources';

/**
 * Returns a request handler for `/clips/<index>/...`, which run/servedFrames.ts reads: `frames` (a video's, decoded),
 * `failure` (why decoding broke off) or the number of a picture.
 *
 * @param interval milliseconds between frames that the product takes
 * @param onFrame called for every frame handed out
 * @returns the handler, which returns whether the path was one of these
 */
export function serveClips(
  sources: readonly Source[],
  interval: () => number,
  onFrame: () => void,
): (path: string, response: ServerResponse) => boolean {
  const failures = new Map<number, string>();
  const sendFrames = async (index: number, response: ServerResponse) => {
    const source = sources[index];
    if (!source?.video) throw new Error('no such video');
    const { width, height, format, colours } = source.video;
    const header: FramesHeader = { width, height, format, colours, bytes: frameBytes(source.video) };
    response.writeHead(200, { 'x-frames': JSON.stringify(header) });
    failures.delete(index);
    try {
      for await (const { time, pixels } of clipFrames(source.path, source.clip, source.video, interval())) {
        const stamp = Buffer.alloc(8);
        stamp.writeDoubleLE(time);
        response.write(stamp);
        if (!response.write(pixels)) await drained(response);
        if (response.destroyed) return;
        onFrame();
      }
    } catch (error) {
      failures.set(index, error instanceof Error ? error.message : String(error));
    }
    response.end();
  };
  return (path, response) => {
    const [, number, what = ''] = /^\/clips\/(\d+)\/(\w+)$/.exec(path) ?? [];
    if (number === undefined) return false;
    const index = Number(number);
    if (what === 'frames') void sendFrames(index, response).catch(() => response.destroy());
    else if (what === 'failure') response.end(failures.get(index) ?? '');
    else sendPicture(sources[index]?.pictures?.[Number(what)], response, onFrame);
    return true;
  };
}

/** Resolves when the response takes more, or the browser gave it up. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    // A response that was given up earlier emits neither event.
    if (response.destroyed) return go();
    response.on('drain', go);
    response.on('close', go);
  });
}

function sendPicture(path: string | undefined, response: ServerResponse, onFrame: () => void): void {
  if (!path) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': contentType(path) });
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response);
  onFrame();
}
