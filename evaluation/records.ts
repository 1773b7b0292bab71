/**
 * What passes between the steps of an evaluation: clips to judge -> records of what the systems said of them ->
 * report. Everything here is plain JSON.
 */
import type { HintCode } from '../src/quality/guidance';
import type { Outcome, Reason } from '../src/session/events';

export type Label = 'live' | 'attack';

/** One row of a manifest: a clip, or a range of its frames, and what is known of it. */
export interface Clip {
  /** Unique within an evaluation: the file, and the frame range where there is one (`a/b.mp4#36-62`). */
  id: string;
  /** Path of the video, or of a folder of numbered pictures, relative to the manifest's folder, with `/`. */
  file: string;
  label: Label;
  /** The presentation attack instrument's species (print, replay, ...); for attacks only, `unknown` if not said. */
  species?: string;
  /** Who is shown; absent where nobody says: the clip then stands for itself. */
  subject?: string;
  /** First and last frame to use, counted from 0, ends included. */
  start?: number;
  end?: number;
  /** Which face is meant where several are in view: a point (width and height 0) or a box, px of the frame. */
  face?: { x: number; y: number; width: number; height: number };
  /** Free columns to slice by: camera, light, skin tone, ... */
  slices: Record<string, string>;
  /** The manifest's row for messages, counted as a spreadsheet does (the header is row 1). */
  row?: number;
}

/** One frame at the product's cadence. */
export interface FrameRecord {
  /** Milliseconds on the clip's own time line. */
  time: number;
  faces: number;
  /** x, y, width, height in px of the face that is judged; absent without one. */
  box?: [number, number, number, number];
  /** What the quality gate objected to. */
  hint?: HintCode;
  /** Scores of systems that judge single frames, by system; higher = more likely bona fide. */
  scores: Record<string, number>;
}

/** One window of the product: consecutive frames that passed the quality gate. */
export interface WindowRecord {
  /** First and last frame, indices into the record's `frames`. */
  first: number;
  last: number;
  /** Uncalibrated window score and calibrated probability of bona fide, 0 to 1. */
  score: number;
  probability: number;
}

/** How the product itself concluded on the clip. */
export interface VerdictRecord {
  outcome: Outcome;
  reason: Reason | 'no-face';
  probability?: number;
  /** Milliseconds on the clip's time line from the first good frame to the verdict. */
  milliseconds?: number;
}

/** What came of one clip. */
export interface ClipRecord {
  clip: Clip;
  width: number;
  height: number;
  frames: FrameRecord[];
  windows: WindowRecord[];
  /** Absent where the clip could not be judged (`error`). */
  verdict?: VerdictRecord;
  /** Why the clip could not be decoded or judged. */
  error?: string;
}

/** A window as a picture, for the report: JPEG data URLs of the face crop and its surroundings, 32 x 32 depth. */
export interface WindowPicture {
  face: string;
  context: string;
  /** Row-major 32 x 32, 0 to 1. */
  depth: number[];
}

/** What produced the records. */
export interface Provenance {
  product: string;
  model: { id: string; sha256: string; liveProbability: number; spoofProbability: number };
  backend: { name: string; adapter?: string };
  /** Frames of a window and milliseconds between them. */
  cadence: { frames: number; intervalMilliseconds: number };
  /** `frames`: whole frames through detector and quality gate; `crops`: face crops, without surroundings. */
  input: 'frames' | 'crops';
  /** Display names and descriptions of the systems beside the product, by the key used in `FrameRecord.scores`. */
  systems: Record<string, { name: string; about: string; threshold?: number }>;
}

/** Everything an evaluation found; written to report.json as it is, beside the figures computed from it. */
export interface Evaluation {
  provenance: Provenance;
  records: ClipRecord[];
}
