import { defaultLimits } from '../../src/session/session';
import type { Provenance } from '../records';
import type { JudgeOptions } from './judgeClip';
import type { Product } from './product';
import type { FrameSystem } from './systems/frameSystem';

/** How clips are judged: as the product does it, with the windows and thresholds of its model. */
export function judging(product: Product, systems: readonly FrameSystem[], crops: boolean): JudgeOptions {
  const { frame, cadence, decision } = product.opened.model;
  const limits = { ...defaultLimits, ...decision };
  return { product, systems, frames: cadence.frames, side: frame.longerSide, limits, crops };
}

/** What produces the records, as far as it is known where they are made: the model, the backend and the systems. */
export function provenanceOf({
  product,
  systems,
}: Pick<JudgeOptions, 'product' | 'systems'>): Omit<Provenance, 'product' | 'input'> {
  const { model, backend } = product.opened;
  const { liveProbability, spoofProbability } = model.decision;
  return {
    model: { id: model.id, sha256: model.sha256, liveProbability, spoofProbability },
    backend: { name: backend.name, ...(backend.adapter && { adapter: backend.adapter }) },
    cadence: model.cadence,
    systems: Object.fromEntries(
      systems.map(({ key, name, about, threshold }) => [
        key,
        { name, about, ...(threshold !== undefined && { threshold }) },
      ]),
    ),
  };
}
