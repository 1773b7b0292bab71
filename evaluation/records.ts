/**
 * Data that passes between the steps of an evaluation: clips to run -> records of what the systems said about them ->
 * report. All of it is plain JSON.
 */
import type { Turn } from '../src/face/turn';
import type { CropName, EvidenceRules } from '../src/model/manifest';
import type { Evidence, TextureDetails } from '../src/network/evidence';
import type { HintCode } from '../src/quality/guidance';
import type { Ending } from '../src/session/events';
import type { Outcome } from '../src/session/decision';
import type { ReasonCode } from '../src/session/reasons';

export type Label = 'live' | 'attack';

/** One row of a manifest: a clip, or a range of its frames, and what is known about it. */
export interface Clip {
  /** Unique within an evaluation: the file, then frame range and face where they are given (`a/b.mp4#36-62@320,200`). */
  id: string;
  /** Path of the video, or of a folder of numbered pictures, relative to the manifest's folder, with `/`. */
  file: string;
  label: Label;
  /** Species of the presentation attack instrument (print, replay, ...); for attacks only, `unknown` if not stated. */
  species?: string;
  /** Who is shown; absent if not stated: the clip then stands for itself. */
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
  /**
   * Quarter turns clockwise by which the product turned the frame upright before all else; absent without any. Boxes and parts
   * are those of the turned frame.
   */
  turn?: Turn;
  /** x, y, width, height of the selected face in px; absent without one. */
  box?: PartOfFrame;
  /** The quality gate's objection. */
  hint?: HintCode;
  /** Scores of the systems that take single frames, by system; higher = more likely bona fide. */
  scores: Record<string, number>;
}

/** One scored window of the product: consecutive frames that passed the quality gate. */
export interface WindowRecord {
  /** First and last frame, indices into the record's `frames`. */
  first: number;
  last: number;
  /** Window score, and the probability of bona fide: the score, calibrated if the model has a calibration; 0 to 1. */
  score: number;
  probability: number;
  /** Log odds of bona fide by kind of evidence, before the model weighs them. */
  evidence: Evidence;
  /** Absent without a texture branch. */
  texture?: TextureDetails;
}

/** x, y, width, height in px of the clip's frame, turned upright. */
export type PartOfFrame = [number, number, number, number];

/** One reason for a verdict, as `Reason` of the product. */
export interface ReasonRecord {
  code: ReasonCode;
  weight: number;
  /** Where it shows most: indices into the record's `windows` and `frames`, and the part of the frame. */
  shown?: { window: number; frame: number; part?: PartOfFrame };
}

/** The product's own verdict on a clip. */
export interface VerdictRecord {
  outcome: Outcome;
  /** What ended the windows; `no-face` if the product gave up for want of a face. */
  ending: Ending | 'no-face';
  probability?: number;
  /** The weightiest first; never empty. */
  reasons: ReasonRecord[];
  /** Milliseconds on the clip's time line from the first good frame to the verdict. */
  milliseconds?: number;
}

/** The outcome of one clip. */
export interface ClipRecord {
  clip: Clip;
  width: number;
  height: number;
  frames: FrameRecord[];
  windows: WindowRecord[];
  /** Absent if the clip could not be judged (`error`). */
  verdict?: VerdictRecord;
  /** Why the clip could not be decoded or judged. */
  error?: string;
}

/** Returns the result of a clip that could not be decoded or judged. */
export function failedResult(clip: Clip, error: string): ClipResult {
  return { record: { clip, width: 0, height: 0, frames: [], windows: [], error }, pictures: { frames: [] } };
}

/** What a report shows of a clip (metrics/shown.ts). */
export interface ClipPictures {
  /** JPEG data URLs of whole frames, by their index in the record. */
  frames: [frame: number, url: string][];
  /** The shown window's depth map, row-major, square, 0 to 1; absent if the model gives no depth. */
  depth?: number[];
}

/** A crop that the network saw: the part of the frame, and the path of its PNG relative to the folder of the export. */
export interface ExportedCrop {
  part: PartOfFrame;
  path: string;
}

/** The exported crops of one window. */
export interface WindowCrops {
  /** Index of the window in the clip. */
  window: number;
  /** `time`: milliseconds on the clip's time line. */
  frames: { time: number; crops: Partial<Record<CropName, ExportedCrop>> }[];
}

/** The result of one clip. */
export interface ClipResult {
  record: ClipRecord;
  pictures: ClipPictures;
  /** Present if crops were exported, an entry a window. */
  crops?: WindowCrops[];
}

/** Product, model, backend and systems that produced the records. */
export interface Provenance {
  product: string;
  /** `evidence`: how the model weighs the kinds of evidence. */
  model: {
    id: string;
    sha256: string;
    liveProbability: number;
    spoofProbability: number;
    evidence: EvidenceRules;
  };
  backend: { name: string; adapter?: string };
  /** Frames of a window and milliseconds between them. */
  cadence: { frames: number; intervalMilliseconds: number };
  /** `frames`: whole frames through detector and quality gate; `crops`: face crops, without surroundings. */
  input: 'frames' | 'crops';
  /** Display names and descriptions of the systems beside the product, by the key used in `FrameRecord.scores`. */
  systems: Record<string, { name: string; about: string; threshold?: number }>;
}

/** All that an evaluation found. report.json holds it as it is, beside the figures computed from it. */
export interface Evaluation {
  provenance: Provenance;
  records: ClipRecord[];
}
