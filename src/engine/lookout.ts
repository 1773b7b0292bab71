import type { FaceBox, FaceDetector } from '../face/face';
import { facesMeant, wholeFrame } from '../face/facesMeant';
import type { Model } from '../model/manifest';
import { judge, type Hint, type HintCode } from '../quality/guidance';
import { Observer } from '../quality/observer';
import { gather, nothingGathered, type Step } from './gather';
import type { GivenFace } from '../session/protocol';

/** What one frame shows, and what that means for the window being filled. */
export interface Look {
  faces: number;
  face: FaceBox | undefined;
  hint: Hint | undefined;
  /** Grey levels to the frame before, see `differenceOf`. */
  difference: number | undefined;
  step: Step;
  /** The box that the window's crops are cut around. */
  anchor: FaceBox | undefined;
  /** Frames gathered for that window; all of them where this one completes it. */
  gathered: number;
}

/** Detector, quality gate and gathering: which frames make a window, and around which face. */
export class Lookout {
  #gathering = nothingGathered;
  #shown: HintCode | undefined;
  #observer = new Observer();

  constructor(
    private readonly detector: FaceDetector,
    private readonly cadence: Model['cadence'],
  ) {}

  /**
   * Looks at the next frame.
   *
   * @param hasRoom whether a new window may start with it
   */
  look(image: ImageBitmap, timestamp: number, given: GivenFace | undefined, hasRoom: boolean): Look {
    const crop = given === 'whole-frame';
    const faces = crop ? [wholeFrame(image)] : facesMeant(this.detector.detect(image), given?.at);
    const observation = this.#observer.observe(image, faces, timestamp);
    const hint = crop ? undefined : judge(observation, this.#shown);
    this.#shown = hint?.code;
    const [face] = faces;
    const { frames: size, intervalMilliseconds: interval } = this.cadence;
    const good = hint || (this.#gathering.frames === 0 && !hasRoom) ? undefined : face;
    const { step, state } = gather(this.#gathering, timestamp, good, { size, interval });
    this.#gathering = state;
    const whole = state.frames === 0 && step === 'append';
    return {
      faces: faces.length,
      face,
      hint,
      difference: this.#observer.difference(image),
      step,
      anchor: state.anchor,
      gathered: whole ? size : state.frames,
    };
  }

  /** The next frame knows nothing of those before. */
  forget(): void {
    this.#gathering = nothingGathered;
    this.#shown = undefined;
    this.#observer = new Observer();
  }
}
