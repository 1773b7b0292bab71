import { defaultLimits } from '../session';
import type { WindowResult } from '../windowResult';

/** Rules of a session with thresholds that are easy to reckon with; its kinds of evidence name nothing. */
export const rules = {
  ...defaultLimits,
  liveProbability: 0.95,
  spoofProbability: 0.05,
  correlation: 0.88,
  largestLogOdds: 4,
  evidence: { bias: 0, surroundings: { weight: 1 }, rigidity: { weight: 1 } },
};

/** A window of 400 ms that shows nothing but its probability. */
export function scoredWindow(startTime: number, probability: number): WindowResult {
  return {
    index: 0,
    startTime,
    endTime: startTime + 400,
    frames: [],
    score: probability,
    probability,
    evidence: {},
    texture: undefined,
    depthMap: undefined,
    networkMilliseconds: 1,
    latencyMilliseconds: 1,
    held: 0,
  };
}
