/** One thing that the person should change. In order of urgency. */
export type HintCode =
  | 'covered'
  | 'too-dark'
  | 'no-face'
  | 'several-faces'
  | 'too-far'
  | 'too-close'
  | 'off-centre'
  | 'too-bright'
  | 'moving'
  | 'blurred';

export interface Hint {
  code: HintCode;
  /** The measured value and the threshold that it failed, both in `unit`. */
  measured: number;
  threshold: number;
  unit: string;
}

/** Measurements of one frame. A field is `undefined` where it could not be measured. */
export interface FrameMeasurements {
  faces: number;
  /** Longer side of the second largest face over that of the largest. */
  secondFace: number | undefined;
  /**
   * Height of the face box over the shorter side of the frame: too small means too few pixels to judge, too large means
   * no room around the face.
   */
  faceSize: number | undefined;
  /** Distance of the face's centre from the frame's, the larger of x over frame width and y over frame height. */
  offset: number | undefined;
  /** Mean luminance of the face, 0 to 255; of the whole frame where there is no face. */
  luminance: number | undefined;
  /** Standard deviation of the frame's luminance, grey levels; measured only where there is no face. */
  contrast: number | undefined;
  /** What has edges in the frame, shrunk to 64 x 64 px, see `detail`; measured only where there is no face. */
  detail: number | undefined;
  /** Speed of the face's centre in face widths a second. */
  speed: number | undefined;
  /** Variance of the Laplacian over variance of the luminance, see `sharpness`. */
  sharpness: number | undefined;
}

/** One row of the table: the hint is due when `measure` is `below` or `above` the threshold. */
export interface Threshold {
  code: HintCode;
  measure: keyof FrameMeasurements;
  fails: 'below' | 'above';
  threshold: number;
  /** Value at which a shown hint goes away: on the good side of `threshold`, so that the hint does not flicker. */
  clears: number;
  unit: string;
}

/** In order of urgency. An ordinary webcam frame lies within the bounds of `clears`, with some room to spare. */
export const defaultThresholds: readonly Threshold[] = [
  row('covered', 'contrast', 'below', 3, 4, 'standard deviation of luminance, 0 to 255'),
  row('too-dark', 'luminance', 'below', 35, 40, 'luminance, 0 to 255'),
  // A finger that light shines through. Fingers have at most 3.5, the emptiest of rooms 5.7.
  row('covered', 'detail', 'below', 4.5, 5.5, 'standard deviation of the Laplacian of luminance, 0 to 255'),
  row('no-face', 'faces', 'below', 1, 1, 'faces'),
  row('several-faces', 'secondFace', 'above', 0.4, 0.35, 'of the largest face’s side'),
  row('too-far', 'faceSize', 'below', 0.16, 0.18, 'of the frame’s shorter side'),
  row('too-close', 'faceSize', 'above', 0.8, 0.75, 'of the frame’s shorter side'),
  row('off-centre', 'offset', 'above', 0.28, 0.25, 'of the frame’s width or height'),
  row('too-bright', 'luminance', 'above', 230, 225, 'luminance, 0 to 255'),
  row('moving', 'speed', 'above', 1.5, 1.2, 'face widths a second'),
  row('blurred', 'sharpness', 'below', 0.015, 0.018, 'sharpness, 0 to 20'),
];

function row(
  code: HintCode,
  measure: keyof FrameMeasurements,
  fails: 'below' | 'above',
  threshold: number,
  clears: number,
  unit: string,
): Threshold {
  return { code, measure, fails, threshold, clears, unit };
}

/**
 * Returns the most urgent hint for a frame, or `undefined` if all is well. A missing measurement gives no hint.
 *
 * @param shown the hint of the frame before, which has to clear by a margin
 */
export function chooseHint(measurements: FrameMeasurements, shown?: HintCode): Hint | undefined {
  for (const { code, measure, fails, threshold, clears, unit } of defaultThresholds) {
    const measured = measurements[measure];
    const limit = code === shown ? clears : threshold;
    if (measured === undefined) continue;
    if (fails === 'below' ? measured < limit : measured > limit)
      return { code, measured, threshold: limit, unit };
  }
  return undefined;
}
