import type { ReasonCode } from '../session/reasons';
import type { TextKey } from './texts/table';

/**
 * What the screen `retry` tells someone whose verdict had this first reason. It says what a real person can change, and
 * names what was seen only where the advice makes no sense without it: whether a screen or a print was taken for the
 * face helps nobody but an attacker.
 */
export const retryAdvice: Readonly<Record<ReasonCode, TextKey>> = {
  'screen-texture': 'retry-texture',
  'reproduction-texture': 'retry-texture',
  'medium-around-face': 'retry-surroundings',
  'moves-as-one': 'retry-movement',
  'surroundings-move': 'retry-movement',
  'flat-depth': 'retry-reason',
  'small-signs': 'retry-reason',
  undecided: 'retry-reason',
  'nothing-scored': 'retry-unscored',
  // Reasons of `live`, after which nobody has to try again.
  'nothing-against': 'retry-reason',
  outweighed: 'retry-reason',
};
