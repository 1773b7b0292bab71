import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { fitting } from '../../src/camera/fitting';
import type { ClipFrame } from '../../evaluation/judge/judgeClip';
import { contextCrop, faceCrop } from '../../src/face/crop';
import type { Rectangle } from '../../src/geometry';
import { cropPixels } from '../../src/network/cropPixels';
import type { FaceDetector } from '../../src/face/face';
import { FrameAnalyzer } from '../../src/engine/frameAnalyzer';
import type { Model } from '../../src/model/manifest';
import type { Film, FilmRequest, FilmedWindow } from '../records';
import { base64 } from './base64';
import type { FaceMesh } from './faceMesh';
import { misfit } from './meshFit';

export interface Filmer {
  detector: FaceDetector;
  mesh: FaceMesh;
  model: Model;
}

/** What a window is made of while it is gathered. */
interface Frame {
  face: Uint8Array;
  context: Uint8Array;
  mesh?: Float32Array;
}

/**
 * The windows that the product would gather from a clip, cut as it cuts them, and with meshes where the faces are real.
 */
export async function film(
  source: AsyncIterable<ClipFrame>,
  { clip, most }: Pick<FilmRequest, 'clip' | 'most'>,
  { detector, mesh, model }: Filmer,
): Promise<Film> {
  const analyzer = new FrameAnalyzer(detector, model.cadence);
  const windows: FilmedWindow[] = [];
  const lost: Film['lost'] = {};
  const lose = (reason: string) => (lost[reason] = (lost[reason] ?? 0) + 1);
  let gathered: Frame[] = [];
  let frames = 0;
  for await (const { image, time } of source) {
    frames++;
    const seen = await createImageBitmap(image, fitting(image, model.frame.longerSide));
    const scale = seen.width / image.width;
    image.close();
    try {
      const { face: given } = clip;
      const at = given && {
        x: scale * (given.x + given.width / 2),
        y: scale * (given.y + given.height / 2),
      };
      const { step, anchor, face, hint, gathered: number } = analyzer.analyze(seen, time, at && { at }, true);
      if (hint) lose(hint.code);
      if (step === 'abandon' || step === 'start') gathered = [];
      if (step === 'abandon' || step === 'skip' || !anchor || !face) continue;
      const faceArea = faceCrop(anchor, seen, model.crop.faceScale);
      const frame = await crops(seen, faceArea, contextCrop(anchor, seen, model.crop.contextScale), model);
      if (clip.label === 'live') {
        const found = await mesh.locate(seen, face);
        if (misfit(found, face) === undefined)
          frame.mesh = inCrop(found.points, faceArea, model.architecture.face_size);
      }
      gathered.push(frame);
      if (number < model.cadence.frames) continue;
      const meshes = gathered.flatMap((one) => one.mesh ?? []);
      if (clip.label === 'attack' || meshes.length === gathered.length)
        windows.push(windowOf(gathered, meshes, Math.max(anchor.width, anchor.height)));
      else lose('a mesh that does not fit');
      gathered = [];
      if (windows.length >= most) break;
    } finally {
      seen.close();
    }
  }
  return { windows, frames, lost };
}

async function crops(
  seen: ImageBitmap,
  face: Rectangle,
  context: Rectangle,
  { architecture }: Model,
): Promise<Frame> {
  const cut = cropPixels(seen, [
    { rectangle: face, size: architecture.face_size },
    { rectangle: context, size: architecture.context_size },
  ]);
  const [faceBytes, contextBytes] = await Promise.all(cut.map(bytesOf));
  dispose(cut);
  if (!faceBytes || !contextBytes) throw new Error('Two cuts gave less than two crops.');
  return { face: faceBytes, context: contextBytes };
}

/** -0.5 to 0.5 -> bytes, the way back of src/network/inputRange.ts. */
async function bytesOf(crop: Tensor4D): Promise<Uint8Array> {
  return Uint8Array.from(await crop.data(), (value) => Math.round(255 * value + 127.5));
}

function inCrop(points: Float32Array, { x, y, width, height }: Rectangle, size: number): Float32Array {
  const origin = [x, y, 0];
  const scales = [size / width, size / height, size / width];
  return points.map((value, index) => (scales[index % 3] ?? 1) * (value - (origin[index % 3] ?? 0)));
}

function windowOf(frames: readonly Frame[], meshes: readonly Float32Array[], side: number): FilmedWindow {
  return {
    face: base64(joined(frames.map(({ face }) => face))),
    context: base64(joined(frames.map(({ context }) => context))),
    ...(meshes.length > 0 && { mesh: base64(joined(meshes)) }),
    side,
  };
}

function joined(arrays: readonly (Uint8Array | Float32Array)[]): Uint8Array {
  const bytes = arrays.map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  const all = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of bytes) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}
