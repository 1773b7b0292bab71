/** The page that the command drives: frames come from its server, records go back through Playwright. */
import type { BackendName } from '../../src/backends/backend';
import type { Clip, ClipRecord, Provenance, WindowPicture } from '../records';
import { judgeClip, type JudgeOptions } from './judgeClip';
import { judging, provenanceOf } from './judging';
import { Product } from './product';
import { servedFrames, servedPictures } from './servedFrames';
import type { FrameSystem } from './systems/frameSystem';
import { imageStatistics } from './systems/imageStatistics';

export interface PageOptions {
  backend: BackendName | undefined;
  crops: boolean;
  /** Peers to run beside the product; their files are served under /baselines/ and /modules/. */
  baselines: readonly string[];
}

let running: JudgeOptions | undefined;

/** Opens product and peers once for all clips. */
async function open(options: PageOptions): Promise<Omit<Provenance, 'product' | 'input'>> {
  const product = await Product.open(new URL('/', location.href), options.backend);
  const systems = [...(await peers(options.baselines)), ...imageStatistics];
  running = judging(product, systems, options.crops);
  return provenanceOf(running);
}

async function peers(names: readonly string[]): Promise<FrameSystem[]> {
  const systems: FrameSystem[] = [];
  if (names.includes('silent-face')) {
    const { silentFace } = await import('./systems/silentFace');
    systems.push(await silentFace('/baselines/silent-face/', '/modules/onnxruntime-web/dist/'));
  }
  if (names.includes('human')) {
    const { human } = await import('./systems/human');
    systems.push(...(await human('/modules/@vladmandic/human/models/', '/assets/')));
  }
  return systems;
}

/** Judges the clip that the server has under /clips/<index>/. */
async function judge(
  clip: Clip,
  index: number,
  pictures: { count: number; interval: number } | undefined,
): Promise<{ record: ClipRecord; pictures: [number, WindowPicture][] }> {
  if (!running) throw new Error('judge() before open()');
  const cadence = running.product.opened.model.cadence.intervalMilliseconds;
  const base = `/clips/${index}/`;
  const source =
    pictures === undefined
      ? servedFrames(base)
      : servedPictures(base, { ...pictures, crops: running.crops, cadence });
  const result = await judgeClip(clip, source, running);
  return { record: result.record, pictures: [...result.pictures] };
}

/** What the command calls. */
export interface EvaluationPage {
  open: typeof open;
  judge: typeof judge;
}

const api: EvaluationPage = { open, judge };
Object.assign(window, { evaluation: api });
