import type { Tile } from './maps';
import type { Scalar } from './scalars';

/** How the kernels of a plan are compiled. All variants give the same answers; which is fastest depends on the adapter. */
export interface Variant {
  scalar: Scalar;
  tile: Tile;
}
