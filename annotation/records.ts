/**
 * What passes from the browser, where networks look at pictures and clips, to the command that writes files. Bytes are
 * base64, as Playwright passes on JSON only.
 */
import type { Clip } from '../evaluation/records';

/** What there is to say of a picture: why it is not used, or where the one face in it is. */
export type PictureAnnotation =
  | { refused: string }
  | {
      width: number;
      height: number;
      /** x, y, width, height of the detector's box, px of the picture. */
      box: [number, number, number, number];
      /** Float32 468 x 3, px of the picture, edges at 0 and width; z smaller is nearer. */
      points: string;
      score: number;
      /** Uint8 height x width, 255 is person; absent where it misses the face. */
      matte?: string;
    };

/** Consecutive frames as the network sees them. F frames of the cadence. */
export interface FilmedWindow {
  /** Uint8 F x 128 x 128 x 3 each, RGB. */
  face: string;
  context: string;
  /** Float32 F x 468 x 3, px of the face crop, edges at 0 and 128; of bona fide clips only. */
  mesh?: string;
  /** Longer side of the face's box, px of the frame that the product sees. */
  side: number;
}

/** What came of a clip. */
export interface Film {
  windows: FilmedWindow[];
  /** Frames at the cadence. */
  frames: number;
  /** How many frames or windows were lost to what. */
  lost: Record<string, number>;
}

/** One of the clips to film. */
export interface FilmRequest {
  clip: Pick<Clip, 'label' | 'face'>;
  /** Under /clips/ on the server. */
  index: number;
  pictures: { count: number; interval: number } | undefined;
  /** The most windows to take. */
  most: number;
}
