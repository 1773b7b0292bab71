import type { Golden } from '../../src/network/golden';

/** Maps of which our own kernels write the maxima alone. */
const NOT_WRITTEN = ['backbone.stem', 'temporal.short_low'];
/** The score is compared by itself. */
const NOT_TAPPED = ['score'];

/** Names of the golden vectors, each with its frame, that a network has to show; `own`: on our own kernels. */
export function goldenBlocks({ weightsManifest }: Golden, own: boolean): string[] {
  const hidden = [...NOT_TAPPED, ...(own ? NOT_WRITTEN : [])];
  return weightsManifest
    .flatMap(({ weights }) => weights.map(({ name }) => name))
    .filter((name) => !hidden.includes(name.split('/')[0] ?? ''))
    .sort();
}
