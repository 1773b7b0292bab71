import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../../evaluation/cli/packageFolder';
import { serve } from '../../scripts/serve.mjs';
import { withNormalisation } from '../../scripts/tfliteMetadata.mjs';

/** This file is bundled into build/annotation/, beside its page. */
const build = fileURLToPath(new URL('.', import.meta.url));
/** The built product, whose detector and model are used. */
export const dist = fileURLToPath(new URL('../../dist', import.meta.url));

const html = `<!doctype html><meta charset="utf-8"><title>Depthproof annotation</title>
<script type="module" src="/annotation/page.js"></script>`;

/**
 * Serves the page and its networks to the browsers of this machine.
 *
 * @param intercept answers what there is to annotate
 */
export async function host(
  intercept: (path: string, response: ServerResponse) => boolean,
): Promise<{ url: string; close: () => Promise<void> }> {
  const selfies = readFileSync(
    join(installed('@mediapipe/selfie_segmentation'), 'selfie_segmentation.tflite'),
  );
  // It was trained on pixels from 0 to 1.
  const segmenter = withNormalisation(selfies, { mean: 0, deviation: 255 });
  const mounts = {
    '/': dist,
    '/annotation/': build,
    '/modules/@mediapipe/tasks-vision/': installed('@mediapipe/tasks-vision'),
    '/modules/@vladmandic/human/': installed('@vladmandic/human'),
  };
  return serve(mounts, {
    intercept: (path, response) => {
      if (path === '/annotation/')
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      else if (path === '/selfie_segmentation.tflite') response.end(segmenter);
      else return intercept(path, response);
      return true;
    },
  });
}

function installed(name: string): string {
  const folder = packageFolder(name);
  if (folder === undefined) throw new Error(`The package ${name} is not installed: npm ci`);
  return folder;
}
