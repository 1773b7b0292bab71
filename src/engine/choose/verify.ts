import type { Architecture, Model } from '../../model/manifest';
import { compareWithGolden, type Golden } from '../../network/golden';
import type { Network } from '../../network/network';
import type { SelfTest } from '../../session/backendReport';

/** The third frame's step is the first that finds a state to go on from. */
const FRAMES = 3;
/**
 * The maps that everything before them flows into; reading back the others would only cost time. Evidence is not among
 * them: a relative distance of one number says little where it is near 0, and the score tells of it.
 */
function watched({ texture = {}, depthMap, depth }: Architecture): Set<string> {
  return new Set([
    ...['appearance', 'moments'],
    ...Object.keys(texture).map((name) => `texture.${name}.widen`),
    ...(depthMap ? ['depth_map.hidden'] : []),
    ...(depth ? ['backbone.depth2', 'temporal.gru1', 'temporal.gru2', 'refined'] : []),
  ]);
}
/** Phones that render half floats only reach about 1e-2; a wrong kernel is off by far more. */
const LARGEST_RELATIVE_L2 = 0.05;
const LARGEST_SCORE_DIFFERENCE = 0.02;

/** Runs the golden frames through the network; also its warm-up, since it compiles and uploads what a window needs. */
export async function verify(network: Network, model: Model, golden: Golden): Promise<SelfTest> {
  const started = performance.now();
  const maps = watched(model.architecture);
  const watches = (tap: string) => maps.has(tap);
  const { distances, scoreDifference } = await compareWithGolden(network, model, golden, FRAMES, watches);
  const relativeL2 = Math.max(...distances.values());
  // A map that was never shown proves nothing.
  const seen = new Set([...distances.keys()].map((name) => name.split('/')[0]));
  return {
    passed:
      seen.size === maps.size &&
      relativeL2 <= LARGEST_RELATIVE_L2 &&
      scoreDifference <= LARGEST_SCORE_DIFFERENCE,
    relativeL2,
    scoreDifference,
    milliseconds: performance.now() - started,
  };
}
