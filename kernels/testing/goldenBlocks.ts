import type { Golden } from '../../src/network/golden';

/** What the plan keeps only the maxima of, in no place of its own, or after the ReLU that the vector is without. */
const NOT_KEPT = ['backbone.stem', 'temporal.short_low', 'backbone.depth3'];

/** Names of the blocks' golden vectors, each with its frame, that a network has to show; sorted. */
export function goldenBlocks({ weightsManifest }: Golden, planned: boolean): string[] {
  const hidden = ['score', ...(planned ? NOT_KEPT : [])];
  return weightsManifest
    .flatMap(({ weights }) => weights.map(({ name }) => name))
    .filter((name) => !hidden.includes(name.split('/')[0] ?? ''))
    .sort();
}
