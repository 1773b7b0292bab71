/** The page that the command drives: frames come from its server, records go back through Playwright. */
import type { BackendName } from '../../src/backends/backend';
import type { Clip, ClipResult, Provenance } from '../records';
import { CropExport } from './cropExport';
import { Product } from './product';
import { runClip } from './runClip';
import { provenanceOf, runOptions, type RunOptions } from './runOptions';
import { servedFrames, servedPictures } from './servedFrames';
import { imageStatistics } from './systems/imageStatistics';
import { silentFace } from './systems/silentFace';

export interface PageOptions {
  backend: BackendName | undefined;
  crops: boolean;
  /** Runs Silent-Face beside the product; its files are served under /baselines/ and /modules/. */
  silentFace: boolean;
  /** Exports the crops of scored windows through `window.writeCrop`. */
  exportCrops: boolean;
}

/** A clip to run. */
export interface RunRequest {
  clip: Clip;
  /** The server has the clip under /clips/<index>/. */
  index: number;
  /** Set for a folder of numbered pictures; `interval` in milliseconds. */
  pictures: { count: number; interval: number } | undefined;
  /** Folder of the exported crops. */
  folder: string;
}

declare global {
  interface Window {
    /** The command calls these. */
    evaluation: EvaluationPage;
    /** The command writes a PNG, given as a data URL, below the folder of --export-crops. */
    writeCrop: (path: string, png: string) => Promise<void>;
  }
}

export interface EvaluationPage {
  open: typeof open;
  run: typeof run;
}

let options: RunOptions | undefined;

/** Opens the product and the systems beside it, once for all clips. */
async function open(asked: PageOptions): Promise<Omit<Provenance, 'product' | 'input'>> {
  const product = await Product.open(new URL('/', location.href), asked.backend);
  const peers = asked.silentFace
    ? [await silentFace('/baselines/silent-face/', '/modules/onnxruntime-web/dist/')]
    : [];
  options = {
    ...runOptions(product, [...peers, ...imageStatistics], asked.crops),
    cropExport: asked.exportCrops ? await CropExport.open('/assets/', window.writeCrop) : undefined,
  };
  return provenanceOf(options);
}

async function run({ clip, index, pictures, folder }: RunRequest): Promise<ClipResult> {
  if (!options) throw new Error('run() before open()');
  options.cropExport?.start(folder);
  const cadence = options.product.opened.model.cadence.intervalMilliseconds;
  const base = `/clips/${index}/`;
  const source = pictures ? servedPictures(base, { ...pictures, cadence }) : servedFrames(base);
  return runClip(clip, source, options);
}

window.evaluation = { open, run };
