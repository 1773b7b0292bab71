import { createReadStream, existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentType, serve } from '../../scripts/serve.mjs';
import { clipFrames, frameBytes } from '../decode/clipFrames';
import type { FramesHeader } from '../judge/servedFrames';
import { silentFaceFiles } from '../judge/systems/silentFaceFiles';
import { UsageError, type Options } from './options';
import type { Source } from './sources';

/** The built product: this file is bundled into its folder evaluation/. */
const dist = fileURLToPath(new URL('..', import.meta.url));

const html = `<!doctype html><meta charset="utf-8"><title>Depthproof evaluation</title>
<script type="module" src="/evaluation/page.js"></script>`;

/**
 * Serves the product, the peers' files and the frames of all clips to the browsers of this machine.
 *
 * @param interval milliseconds between frames that the product takes
 * @param onFrame called for every frame handed out
 * @throws {UsageError} if a peer's files are missing
 */
export async function host(
  sources: readonly Source[],
  options: Options,
  interval: () => number,
  onFrame: () => void,
): Promise<{ url: string; close: () => Promise<void> }> {
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
  const intercept = (path: string, response: ServerResponse): boolean => {
    if (path === '/evaluation/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      return true;
    }
    const [, number, what = ''] = /^\/clips\/(\d+)\/(\w+)$/.exec(path) ?? [];
    if (number === undefined) return false;
    const index = Number(number);
    if (what === 'frames') void sendFrames(index, response).catch(() => response.destroy());
    else if (what === 'failure') response.end(failures.get(index) ?? '');
    else sendPicture(sources[index]?.pictures?.[Number(what)], response, onFrame);
    return true;
  };
  return serve({ '/': dist, ...peerFolders(options) }, { intercept });
}

/** Resolves when the response takes more, or is given up by the browser. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
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

function peerFolders({ silentFace, human }: Options): Record<string, string> {
  const folders: Record<string, string> = {};
  if (silentFace) {
    for (const { file } of silentFaceFiles) {
      if (!existsSync(join(silentFace, file)))
        throw new UsageError(`--baseline silent-face: there is no ${file} in ${silentFace}.`);
    }
    folders['/baselines/silent-face/'] = resolve(silentFace);
    folders['/modules/onnxruntime-web/'] = packageFolder('onnxruntime-web');
  }
  if (human) folders['/modules/@vladmandic/human/'] = packageFolder('@vladmandic/human');
  return folders;
}

/** Peers' runtimes are no dependencies of the product; whoever wants the comparison installs them. */
function packageFolder(name: string): string {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(name));
  } catch (cause) {
    throw new UsageError(`This baseline needs the package ${name}: npm install ${name}`, { cause });
  }
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
