import type { ReasonCode } from '../../src/session/reasons';

/** Why a verdict fell as it did, in plain English. */
export const reasonTexts: Record<ReasonCode, string> = {
  'screen-texture': 'The picture has the texture of a screen.',
  'reproduction-texture': 'The picture has the texture of a screen or of paper.',
  'medium-around-face': 'Something like a device or a sheet of paper is around the face.',
  'moves-as-one': 'Face and surroundings move as one sheet.',
  'surroundings-move': 'What is around the face moves as if it were held up.',
  'flat-depth': 'The face has the depth of a flat surface.',
  'small-signs': 'No sign stands out; several small ones together speak against a real face.',
  'nothing-against': 'Nothing speaks against a real face.',
  outweighed: 'What speaks against a real face is outweighed.',
  undecided: 'The evidence suffices neither way.',
  'nothing-scored': 'No window could be scored.',
};
