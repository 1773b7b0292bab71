import { fitting } from '../../src/camera/fitting';
import type { FaceBox } from '../../src/face/face';
import type { AnalyzedFrame, ScoredWindow } from '../../src/session/protocol';
import type { SessionLimits } from '../../src/session/session';
import type { Clip, ClipRecord, FrameRecord, WindowPicture, WindowRecord } from '../records';
import { worstWindows } from '../report/worstWindows';
import type { Product } from './product';
import type { FrameSystem } from './systems/frameSystem';
import { ClipVerdict } from './verdict';
import { WindowPictures } from './windowPictures';

/** A frame at the cadence, milliseconds on the clip's time line. Whoever takes it closes the image. */
export interface ClipFrame {
  image: ImageBitmap;
  time: number;
}

export interface JudgeOptions {
  product: Product;
  systems: readonly FrameSystem[];
  /** Frames of a window. */
  frames: number;
  /** Longer side to which the product shrinks larger frames, px. */
  side: number;
  limits: SessionLimits;
  /** The frames are face crops: no detector, no quality gate. */
  crops: boolean;
}

/**
 * Runs one clip through the product and the systems beside it. Pictures are of the window that a report shows of it, by
 * its first frame.
 */
export async function judgeClip(
  clip: Clip,
  source: AsyncIterable<ClipFrame>,
  { product, systems, frames: windowLength, side, limits, crops }: JudgeOptions,
): Promise<{ record: ClipRecord; pictures: Map<number, WindowPicture> }> {
  const frames: FrameRecord[] = [];
  const windows: WindowRecord[] = [];
  const pictures = new WindowPictures();
  const { face } = clip;
  let [width, height] = [0, 0];
  let verdict: ClipVerdict | undefined;

  for await (const { image, time } of source) {
    [width, height] = [image.width, image.height];
    verdict ??= new ClipVerdict(time, limits);
    // The product's own step before its worker; everything else here sees the frame as it is.
    const seen = await createImageBitmap(image, fitting(image, side));
    const scale = seen.width / width;
    const at = face && { x: scale * (face.x + face.width / 2), y: scale * (face.y + face.height / 2) };
    const given = crops ? 'whole-frame' : at && { at };
    const { observed, window } = await product.judge(seen, time, windowLength, given);
    const box = observed.face && enlarged(observed.face, 1 / scale);
    const scores = box ? await scoresOf(systems, image, box) : {};
    frames.push(frameRecord({ ...observed, face: box }, scores));
    if (box) pictures.keep(frames.length - 1, image, box);
    image.close();
    // No limit passes between a frame and the window that it completed: live, that one is being scored then.
    verdict.take({ type: 'observed', now: time, observed: { ...observed, scoring: window !== undefined } });
    if (!window) continue;
    const record = windowRecord(frames, window);
    await pictures.take(record.first, window.depthMap);
    const numbered = { ...window, index: windows.length };
    verdict.take({ type: 'window', now: time, window: numbered, scoring: false });
    windows.push(record);
  }
  await product.end();
  const last = frames.at(-1);
  if (!verdict || !last) throw new Error('The clip has no frame that could be decoded.');
  const record = { clip, width, height, frames, windows, verdict: verdict.conclude(last.time) };
  // Of all its windows they would be megabytes for each minute of film.
  const { attacks, bonaFide } = worstWindows({ records: [record] });
  const shown = new Set([...attacks, ...bonaFide].map(({ window }) => window.first));
  return { record, pictures: new Map([...pictures.taken].filter(([first]) => shown.has(first))) };
}

function enlarged({ x, y, width, height, score }: FaceBox, by: number): FaceBox {
  return { x: x * by, y: y * by, width: width * by, height: height * by, score };
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

function frameRecord(observed: AnalyzedFrame, scores: Record<string, number>): FrameRecord {
  const { timestamp, faces, face, hint } = observed;
  return {
    time: timestamp,
    faces,
    ...(face && { box: [face.x, face.y, face.width, face.height] as FrameRecord['box'] }),
    ...(hint && { hint: hint.code }),
    scores,
  };
}

function windowRecord(frames: readonly FrameRecord[], window: ScoredWindow): WindowRecord {
  const at = (time: number) => frames.findIndex((frame) => frame.time === time);
  const { score, probability } = window;
  return { first: at(window.startTime), last: at(window.endTime), score, probability };
}
