import { fitting } from '../../src/camera/fitting';
import type { FaceBox } from '../../src/face/face';
import type { AnalyzedFrame, ScoredWindow } from '../../src/session/protocol';
import { worstWindows } from '../metrics/worstWindows';
import type { Clip, ClipResult, FrameRecord, WindowCrops, WindowRecord } from '../records';
import { ClipVerdict } from './clipVerdict';
import type { RunOptions } from './runOptions';
import type { FrameSystem } from './systems/frameSystem';
import { WindowPictures } from './windowPictures';

/** A frame at the cadence, `time` in milliseconds on the clip's time line. Its consumer closes the image. */
export interface ClipFrame {
  image: ImageBitmap;
  time: number;
}

/**
 * Runs one clip through the product and the systems beside it.
 *
 * @returns the record, and pictures of the window that a report shows
 * @throws {Error} if no frame could be decoded
 */
export async function runClip(
  clip: Clip,
  source: AsyncIterable<ClipFrame>,
  { product, systems, frames: windowLength, side, limits, crops, cropExport }: RunOptions,
): Promise<ClipResult> {
  const frames: FrameRecord[] = [];
  const windows: WindowRecord[] = [];
  const exported: WindowCrops[] = [];
  const pictures = new WindowPictures();
  const { face } = clip;
  let [width, height] = [0, 0];
  let verdict: ClipVerdict | undefined;

  for await (const { image, time } of source) {
    [width, height] = [image.width, image.height];
    verdict ??= new ClipVerdict(time, limits);
    // The product's page shrinks frames before its worker gets them; everything else here sees the frame as it is.
    const seen = await createImageBitmap(image, fitting(image, side));
    const scale = seen.width / width;
    const at = face && { x: scale * (face.x + face.width / 2), y: scale * (face.y + face.height / 2) };
    const given = crops ? 'whole-frame' : at && { at };
    const copy = cropExport && (await createImageBitmap(seen));
    const { observed, window } = await product.push(seen, time, windowLength, given);
    const box = observed.face && enlarged(observed.face, 1 / scale);
    const scores = box ? await scoresOf(systems, image, box) : {};
    frames.push(frameRecord({ ...observed, face: box }, scores));
    if (box) pictures.keep(frames.length - 1, image, box);
    if (copy) cropExport.keep(copy, observed);
    image.close();
    // The product is scoring the window at the moment when this frame completes it.
    verdict.take({ type: 'observed', now: time, observed: { ...observed, scoring: window !== undefined } });
    if (!window) continue;
    const record = windowRecord(frames, window);
    await pictures.take(record.first, window.depthMap);
    if (cropExport) exported.push(await cropExport.take(windows.length, window.startTime, scale));
    const numbered = { ...window, index: windows.length };
    verdict.take({ type: 'window', now: time, window: numbered, scoring: false });
    windows.push(record);
  }
  await product.end();
  const last = frames.at(-1);
  if (!verdict || !last) throw new Error('The clip has no frame that could be decoded.');
  const record = { clip, width, height, frames, windows, verdict: verdict.conclude(last.time) };
  // The pictures of all windows would take megabytes for each minute of film.
  const { attacks, bonaFide } = worstWindows({ records: [record] });
  const shown = new Set([...attacks, ...bonaFide].map(({ window }) => window.first));
  return {
    record,
    pictures: [...pictures.taken].filter(([first]) => shown.has(first)),
    ...(cropExport && { crops: exported }),
  };
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
