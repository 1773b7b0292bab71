import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../scripts/serve.mjs';
import { silentFaceNetworks } from '../run/systems/silentFaceNetworks';
import { UsageError, type Options } from './options';
import { serveClips } from './serveClips';
import type { Source } from './sources';

/** Folder of the built product; this file is bundled into its folder evaluation/. */
export const dist = fileURLToPath(new URL('..', import.meta.url));

const html = `<!doctype html><meta charset="utf-8"><title>Depthproof evaluation</title>
<script type="module" src="/evaluation/page.js"></script>`;

/**
 * Serves the product, a peer's files and the frames of all clips to the browsers of this machine.
 *
 * @param interval milliseconds between frames that the product takes
 * @param onFrame called for every frame handed out
 * @throws {UsageError} if a peer's files are missing
 */
export async function host(
  sources: readonly Source[],
  { silentFace }: Pick<Options, 'silentFace'>,
  interval: () => number,
  onFrame: () => void,
): Promise<{ url: string; close: () => Promise<void> }> {
  const clips = serveClips(sources, interval, onFrame);
  return serve(
    { '/': dist, ...(silentFace !== undefined && silentFaceFolders(silentFace)) },
    {
      intercept: (path, response) => {
        if (path !== '/evaluation/') return clips(path, response);
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
        return true;
      },
    },
  );
}

function silentFaceFolders(folder: string): Record<string, string> {
  for (const { file } of silentFaceNetworks) {
    if (!existsSync(join(folder, file)))
      throw new UsageError(`--baseline silent-face: there is no ${file} in ${folder}.`);
  }
  return {
    '/baselines/silent-face/': resolve(folder),
    '/modules/onnxruntime-web/': packageFolder('onnxruntime-web'),
  };
}

/**
 * Returns the folder of an installed package. A peer's runtime is no dependency of the product; whoever wants the
 * comparison installs it.
 *
 * @throws {UsageError} if it is not installed
 */
export function packageFolder(name: string): string {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(name));
  } catch (cause) {
    throw new UsageError(`This baseline needs the package ${name}: npm install ${name}`, { cause });
  }
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
