import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../../src/model/manifest';
import { dist } from '../cli/host';

/** How windows are cut, as the built product's model wants it. */
export interface Filming {
  frames: number;
  intervalMilliseconds: number;
  faceSize: number;
  contextSize: number;
  crop: Model['crop'];
  frame: Model['frame'];
}

/** That of the model in dist/. */
export function shippedFilming(): Filming {
  const model = JSON.parse(readFileSync(join(dist, 'assets/model/model.json'), 'utf8')) as Model;
  const { cadence, architecture, crop, frame } = model;
  const { face_size: faceSize, context_size: contextSize } = architecture;
  return { ...cadence, faceSize, contextSize, crop, frame };
}
