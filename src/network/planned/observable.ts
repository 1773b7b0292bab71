import type { Region } from '../../backends/webgpu/region';
import type { MapRegion } from './blocks';

/** Which of the two slots a frame's features are in; the frame before it is in the other. */
export type Slot = 0 | 1;

/** Where a block's output stays after a frame; `steps`: moments of steps, one after the other. */
export type Output =
  { map: MapRegion } | { maps: [MapRegion, MapRegion] } | { vector: Region } | { steps: Region };

/** Outputs that golden vectors know, by the block's PyTorch name. Those that only live in registers are not among them. */
export type Observable = Map<string, Output>;
