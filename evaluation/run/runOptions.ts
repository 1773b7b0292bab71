import { defaultLimits, type SessionRules } from '../../src/session/session';
import type { Provenance } from '../records';
import type { CropExport } from './cropExport';
import type { Product } from './product';
import type { FrameSystem } from './systems/frameSystem';

/** How clips are run. */
export interface RunOptions {
  product: Product;
  systems: readonly FrameSystem[];
  /** Frames of a window. */
  frames: number;
  /** Longer side to which the product shrinks larger frames, px. */
  side: number;
  rules: SessionRules;
  /** The frames are face crops: no detector, no quality gate. */
  crops: boolean;
  /** Exports the crops of scored windows, if asked to. */
  cropExport?: CropExport | undefined;
}

/** Returns the options that follow the product's model: its windows, thresholds and frame size. */
export function runOptions(product: Product, systems: readonly FrameSystem[], crops: boolean): RunOptions {
  const { frame, cadence, decision, evidence } = product.opened.model;
  const rules = { ...defaultLimits, ...decision, evidence };
  return { product, systems, frames: cadence.frames, side: frame.longerSide, rules, crops };
}

/** Returns the part of the provenance that is known where clips are run: model, backend and systems. */
export function provenanceOf({
  product,
  systems,
}: Pick<RunOptions, 'product' | 'systems'>): Omit<Provenance, 'product' | 'input'> {
  const { model, backend } = product.opened;
  const { liveProbability, spoofProbability } = model.decision;
  return {
    model: {
      id: model.id,
      sha256: model.sha256,
      liveProbability,
      spoofProbability,
      evidence: model.evidence,
    },
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
