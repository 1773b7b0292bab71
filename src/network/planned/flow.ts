import type { Region } from '../../backends/webgpu/region';
import type { Launch } from '../../backends/webgpu/launches';
import { flowMoments, luminance } from '../../backends/webgpu/programs';
import { flowSize, MOMENTS } from '../rigidity';
import type { Architecture } from '../model';
import type { Build } from './blocks';
import type { Slot } from './observable';

/** From the context crops to what the rigidity branch reads: luminance of two frames, and moments of each step. */
export interface FlowPlan {
  /** A frame's luminance, by slot and by the crop that it may be of. */
  luminance: [Promise<Launch>[], Promise<Launch>[]];
  /** A step's moments, by the newer frame's slot and by the place that the step has. */
  moments: [Promise<Launch>[], Promise<Launch>[]];
  /** Of a window's steps, one after the other, in f32. */
  result: Region;
}

/** `contexts`: the crops that a window may have. */
export function planFlow(
  { memory, launches }: Build,
  a: Architecture,
  contexts: readonly Region[],
): FlowPlan {
  const size = flowSize(a);
  const steps = Array.from({ length: a.frames - 1 }, (_, step) => step);
  const slots = [
    memory.floats('luminance 0', size * size),
    memory.floats('luminance 1', size * size),
  ] as const;
  const result = memory.floats('moments', MOMENTS * steps.length);
  const seen = (slot: Slot) =>
    contexts.map((context) => launches.create('luminance', luminance(size), [context, slots[slot]]));
  const moved = (slot: Slot) =>
    steps.map((step) => {
      const resources = [slots[slot === 0 ? 1 : 0], slots[slot], result];
      return launches.create(`flow_moments.${String(step)}`, flowMoments(size, MOMENTS * step), resources);
    });
  return { luminance: [seen(0), seen(1)], moments: [moved(0), moved(1)], result };
}
