import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../scripts/serve.mjs';
import { silentFaceFiles } from '../judge/systems/silentFaceFiles';
import { UsageError, type Options } from './options';
import { packageFolder } from './packageFolder';
import { serveClips } from './serveClips';
import type { Source } from './sources';

/** The built product: this file is bundled into its folder evaluation/. */
export const dist = fileURLToPath(new URL('..', import.meta.url));

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
  const clips = serveClips(sources, interval, onFrame);
  return serve(
    { '/': dist, ...peerFolders(options) },
    {
      intercept: (path, response) => {
        if (path !== '/evaluation/') return clips(path, response);
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
        return true;
      },
    },
  );
}

function peerFolders({ silentFace, human }: Options): Record<string, string> {
  const folders: Record<string, string> = {};
  if (silentFace) {
    for (const { file } of silentFaceFiles) {
      if (!existsSync(join(silentFace, file)))
        throw new UsageError(`--baseline silent-face: there is no ${file} in ${silentFace}.`);
    }
    folders['/baselines/silent-face/'] = resolve(silentFace);
    folders['/modules/onnxruntime-web/'] = peerFolder('onnxruntime-web');
  }
  if (human) folders['/modules/@vladmandic/human/'] = peerFolder('@vladmandic/human');
  return folders;
}

/** Peers' runtimes are no dependencies of the product; whoever wants the comparison installs them. */
function peerFolder(name: string): string {
  const folder = packageFolder(name);
  if (folder === undefined)
    throw new UsageError(`This baseline needs the package ${name}: npm install ${name}`);
  return folder;
}
