import type { EvidenceKind } from '../../src/network/evidence';
import type { ReasonCode } from '../../src/session/reasons';

/**
 * What a reason says to someone who looks into a verdict: in the demo, in reports, in the documentation. The person before
 * the camera reads what to change instead (`src/element/retryAdvice.ts`).
 */
export const reasonSentences: Readonly<Record<ReasonCode, string>> = {
  'screen-texture': 'The picture has the texture of a screen.',
  'reproduction-texture': 'The picture has the texture of a print or a screen.',
  'medium-around-face': 'Something like a device or a sheet of paper is around the face.',
  'moves-as-one': 'Face and surroundings move together, like one flat sheet.',
  'surroundings-move': 'The surroundings move, as they do when a picture is held up to the camera.',
  'flat-depth': 'The face looks as flat as a print or a screen.',
  'small-signs': 'No kind of evidence stands out, but together they speak against a real face.',
  'nothing-against': 'No kind of evidence stands out against a real face.',
  outweighed: 'Something speaks against a real face, but more speaks for one.',
  undecided: 'The evidence does not suffice either way.',
  'nothing-scored': 'No window could be scored.',
};

/** What each kind of evidence looks at. */
export const evidenceNames: Readonly<Record<EvidenceKind, string>> = {
  texture: 'Texture of the picture',
  surroundings: 'Surroundings of the face',
  rigidity: 'Motion of face and room',
  steadiness: 'Stillness of the room',
  depth: 'Depth of the face',
};
