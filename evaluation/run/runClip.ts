import { fitting } from '../../src/camera/fitting';
import type { FaceBox } from '../../src/face/face';
import { turnedImage, type Turn } from '../../src/face/turn';
import type { AnalyzedFrame, ScoredWindow } from '../../src/session/protocol';
import type { Reason } from '../../src/session/reasons';
import { shownOf } from '../metrics/shown';
import type {
  Clip,
  ClipResult,
  FrameRecord,
  PartOfFrame,
  ReasonRecord,
  WindowCrops,
  WindowRecord,
} from '../records';
import { ClipVerdict } from './clipVerdict';
import { FramePictures } from './framePictures';
import { middleSquare } from './middleSquare';
import { partOfFrame } from './partOfFrame';
import type { RunOptions } from './runOptions';
import type { FrameSystem } from './systems/frameSystem';

/** A frame at the cadence, `time` in milliseconds on the clip's time line. Its consumer closes the image. */
export interface ClipFrame {
  image: ImageBitmap;
  time: number;
}

/**
 * Runs one clip through the product and the systems beside it.
 *
 * @returns the record, and the pictures that a report shows
 * @throws {Error} if no frame could be decoded
 */
export async function runClip(
  clip: Clip,
  source: AsyncIterable<ClipFrame>,
  { product, systems, frames: windowLength, side, rules, crops, cropExport }: RunOptions,
): Promise<ClipResult> {
  const frames: FrameRecord[] = [];
  const windows: WindowRecord[] = [];
  const exported: WindowCrops[] = [];
  const depthMaps: (Float32Array | undefined)[] = [];
  const pictures = new FramePictures();
  const { face } = clip;
  let [width, height, scale] = [0, 0, 1];
  let verdict: ClipVerdict | undefined;

  for await (const { image: given, time } of source) {
    const image = crops ? await middleSquare(given) : given;
    verdict ??= new ClipVerdict(time, rules);
    // The product's page shrinks frames before its worker gets them; everything else here sees the frame as it is.
    const seen = await createImageBitmap(image, fitting(image, side));
    scale = seen.width / image.width;
    const at = face && { x: scale * (face.x + face.width / 2), y: scale * (face.y + face.height / 2) };
    const prior = crops ? 'whole-frame' : at && { at };
    const copy = cropExport && (await createImageBitmap(seen));
    const { observed, window } = await product.push(seen, time, windowLength, prior);
    // Faces and parts are those of the frame as the product turned it.
    const upright = turned(image, observed.turn);
    [width, height] = [upright.width, upright.height];
    const box = observed.face && partOfFrame(observed.face, scale);
    const scores = observed.face && box ? await scoresOf(systems, upright, faceAt(box, observed.face)) : {};
    if (box) await pictures.take(frames.length, upright);
    frames.push(frameRecord(observed, box, scores));
    if (copy) cropExport.keep(turned(copy, observed.turn), time);
    upright.close();
    // The product is scoring the window at the moment when this frame completes it.
    verdict.take({ type: 'observed', now: time, observed: { ...observed, scoring: window !== undefined } });
    if (!window) continue;
    if (cropExport) exported.push(await cropExport.take(windows.length, window.frames, scale));
    const numbered = { ...window, index: windows.length };
    verdict.take({ type: 'window', now: time, window: numbered, scoring: false });
    windows.push(windowRecord(frames, window));
    depthMaps.push(window.depthMap);
  }
  await product.end();
  const last = frames.at(-1);
  if (!verdict || !last) throw new Error('The clip has no frame that could be decoded.');
  const { reasons, ...reached } = verdict.conclude(last.time);
  const recorded = reasons.map((reason) => reasonRecord(frames, windows, reason, scale));
  const record = { clip, width, height, frames, windows, verdict: { ...reached, reasons: recorded } };
  const shown = shownOf(record);
  const depthMap = depthMaps[shown.window ?? NaN];
  return {
    record,
    pictures: {
      frames: await pictures.of(shown.frames),
      ...(depthMap && { depth: Array.from(depthMap, (value) => Math.round(1000 * value) / 1000) }),
    },
    ...(cropExport && { crops: exported }),
  };
}

/** Turns an image; takes it over. */
function turned(image: ImageBitmap, turn: Turn): ImageBitmap {
  const upright = turnedImage(image, turn);
  if (upright !== image) image.close();
  return upright;
}

function faceAt([x, y, width, height]: PartOfFrame, { score }: FaceBox): FaceBox {
  return { x, y, width, height, score };
}

async function scoresOf(
  systems: readonly FrameSystem[],
  image: ImageBitmap,
  face: FaceBox,
): Promise<Record<string, number>> {
  const scores: Record<string, number> = {};
  for (const system of systems) {
    const score = await system.score(image, face);
    if (score !== undefined) scores[system.key] = score;
  }
  return scores;
}

function frameRecord(
  { timestamp: time, faces, turn, hint }: AnalyzedFrame,
  box: PartOfFrame | undefined,
  scores: Record<string, number>,
): FrameRecord {
  return {
    time,
    faces,
    ...(turn && { turn }),
    ...(box && { box }),
    ...(hint && { hint: hint.code }),
    scores,
  };
}

function windowRecord(frames: readonly FrameRecord[], window: ScoredWindow): WindowRecord {
  const { startTime, endTime, score, probability, evidence, texture } = window;
  const times = frames.map(({ time }) => time);
  return {
    // Joined recordings may begin their times anew: the frames that have just passed are meant, not earlier ones.
    first: times.lastIndexOf(startTime),
    last: times.lastIndexOf(endTime),
    score,
    probability,
    evidence,
    ...(texture && { texture }),
  };
}

function reasonRecord(
  frames: readonly FrameRecord[],
  windows: readonly WindowRecord[],
  { code, weight, shown }: Reason,
  scale: number,
): ReasonRecord {
  if (!shown) return { code, weight };
  const { window, timestamp, part } = shown;
  const times = frames.map(({ time }) => time);
  const frame = times.indexOf(timestamp, windows[window]?.first);
  return { code, weight, shown: { window, frame, ...(part && { part: partOfFrame(part, scale) }) } };
}
