import type { SelfTest } from '../backends/report';
import { compareWithGolden, type Golden, type TestedNetwork } from './golden';
import type { Model } from './model';

/** The third one's step is the first that finds a state to go on from. */
const FRAMES = 3;
/**
 * The blocks that everything before them flows into; reading back the others would only cost time. The logit is not among
 * them: a relative distance of one number says little where it is near 0, and the score tells of it.
 */
const WATCHED = new Set([
  'backbone.depth2',
  'temporal.gru1',
  'temporal.gru2',
  'appearance',
  'moments',
  'refined',
]);
/** Phones that render half floats only reach about 1e-2; a wrong kernel is off by far more. */
const LARGEST_RELATIVE_L2 = 0.05;
const LARGEST_SCORE_DIFFERENCE = 0.02;

/** Runs the golden frames through the network; also its warm-up, since it compiles and uploads what a window needs. */
export async function selfTest(model: Model, golden: Golden, network: TestedNetwork): Promise<SelfTest> {
  const started = performance.now();
  const { blocks, scoreDifference } = await compareWithGolden(model, golden, FRAMES, network, (block) =>
    WATCHED.has(block),
  );
  const relativeL2 = Math.max(...blocks.values());
  // A block that nobody shows has shown nothing.
  const seen = new Set([...blocks.keys()].map((name) => name.split('/')[0]));
  return {
    passed:
      seen.size === WATCHED.size &&
      relativeL2 <= LARGEST_RELATIVE_L2 &&
      scoreDifference <= LARGEST_SCORE_DIFFERENCE,
    relativeL2,
    scoreDifference,
    milliseconds: performance.now() - started,
  };
}
