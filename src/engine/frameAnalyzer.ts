import type { FaceBox, FaceDetector } from '../face/face';
import { selectFaces, wholeFrame } from '../face/selectFaces';
import { UprightDetector, type UprightFrame } from '../face/uprightDetector';
import type { Model } from '../model/manifest';
import { FrameMeasurer } from '../quality/frameMeasurer';
import { chooseHint, type HintCode } from '../quality/guidance';
import type { AnalyzedFrame, FacePrior } from '../session/protocol';
import { WindowAssembler, type WindowStep } from './windowAssembler';
import type { WindowQueue } from './windowQueue';

/** What one frame shows, and its role in the window being filled. */
export interface FrameAnalysis extends Omit<AnalyzedFrame, 'scoring'> {
  /** The frame upright, which everything here refers to. */
  image: ImageBitmap;
  step: WindowStep;
  /** The box that the window's crops are cut around. */
  anchor: FaceBox | undefined;
}

/** Detector, quality gate and window assembly: which frames make a window, and around which face. */
export class FrameAnalyzer {
  readonly #uprights: UprightDetector;
  readonly #measurer = new FrameMeasurer();
  readonly #assembler: WindowAssembler;
  #shown: HintCode | undefined;
  /** Turn and size of the frame before. */
  #shape: string | undefined;
  /** The face in the frame before. */
  #face: string | undefined;

  constructor(
    private readonly detector: FaceDetector,
    private readonly cadence: Model['cadence'],
  ) {
    this.#uprights = new UprightDetector(detector);
    this.#assembler = new WindowAssembler(cadence);
  }

  /**
   * Takes the frame over: the caller closes the image that it gets.
   *
   * @param queue says which frames may join a window
   */
  analyze(
    source: ImageBitmap,
    timestamp: number,
    prior: FacePrior | undefined,
    queue: Pick<WindowQueue, 'canStart' | 'takesRepeats'>,
  ): FrameAnalysis {
    const { image, faces, turn } = this.#find(source, prior);
    const isCrop = prior === 'whole-frame';
    // After another turn or size, as when a phone is rotated, boxes of the frames before lie elsewhere. Crops have a size each.
    const shape = isCrop ? '' : [turn, image.width, image.height].join();
    const isOther = shape !== (this.#shape ?? shape);
    this.#shape = shape;
    const measurements = this.#measurer.measure(image, faces, timestamp);
    const hint = isCrop ? undefined : chooseHint(measurements, this.#shown);
    this.#shown = hint?.code;
    const [face] = faces;
    const difference = this.#measurer.difference(image);
    // Cameras repeat a frame where they fall behind, as in poor light. Still surroundings are no repeat: no face stays so still.
    const seen = JSON.stringify(face);
    const isRepeat = !isOther && difference === 0 && seen === this.#face;
    this.#face = seen;
    const step =
      isRepeat && !queue.takesRepeats
        ? 'skip'
        : this.#assembler.add(timestamp, hint || isOther ? undefined : face, queue.canStart);
    const { frames, anchor } = this.#assembler;
    const complete = step === 'append' && frames === 0;
    return {
      image,
      timestamp,
      faces: faces.length,
      face,
      turn,
      hint,
      difference,
      frameWidth: image.width,
      frameHeight: image.height,
      gathered: complete ? this.cadence.frames : frames,
      step,
      anchor,
      measurements,
    };
  }

  #find(image: ImageBitmap, prior: FacePrior | undefined): UprightFrame {
    if (!prior) return this.#uprights.detect(image);
    if (prior === 'whole-frame') return { image, faces: [wholeFrame(image)], turn: 0 };
    const found = this.detector.detect(image).map(({ box }) => box);
    return { image, faces: selectFaces(found, prior.at), turn: 0 };
  }
}
