import type { FaceBox } from '../../../src/face/face';

/** A system that judges one frame at a time, to stand beside the product on the same frames and boxes. */
export interface FrameSystem {
  /** Key in `FrameRecord.scores`. */
  key: string;
  name: string;
  /** One sentence: what it is and who made it. */
  about: string;
  /** Where its makers accept, if they say so. */
  threshold?: number;
  /** Higher = more likely bona fide; `undefined` where it cannot judge. Does not keep or close the image. */
  score(image: ImageBitmap, face: FaceBox): Promise<number | undefined> | number | undefined;
}
