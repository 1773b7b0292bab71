import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder } from '../../../scripts/assets.mjs';
import { readModel } from '../../model/readModel';

export const shipped = readModel(JSON.parse(readFileSync(join(modelFolder(), 'model.json'), 'utf8')));

/** Returns when a window's frames are made at the model's cadence, ms. */
export function frameTimes(start: number): number[] {
  const { frames, intervalMilliseconds } = shipped.cadence;
  return Array.from({ length: frames }, (_, frame) => start + frame * intervalMilliseconds);
}
