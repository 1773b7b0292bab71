import type { FaceBox, FaceDetector } from '../face/face';
import { selectFaces, wholeFrame } from '../face/selectFaces';
import type { Model } from '../model/manifest';
import { FrameMeasurer } from '../quality/frameMeasurer';
import { chooseHint, type FrameMeasurements, type HintCode } from '../quality/guidance';
import type { AnalyzedFrame, FacePrior } from '../session/protocol';
import { WindowAssembler, type WindowStep } from './windowAssembler';

/** What one frame shows, and its role in the window being filled. */
export interface FrameAnalysis extends Omit<AnalyzedFrame, 'scoring'> {
  step: WindowStep;
  /** The box that the window's crops are cut around. */
  anchor: FaceBox | undefined;
  measurements: FrameMeasurements;
}

/** Detector, quality gate and window assembly: which frames make a window, and around which face. */
export class FrameAnalyzer {
  readonly #measurer = new FrameMeasurer();
  readonly #assembler: WindowAssembler;
  #shown: HintCode | undefined;

  constructor(
    private readonly detector: FaceDetector,
    private readonly cadence: Model['cadence'],
  ) {
    this.#assembler = new WindowAssembler(cadence);
  }

  /** @param canStart whether a new window may start with this frame */
  analyze(
    image: ImageBitmap,
    timestamp: number,
    prior: FacePrior | undefined,
    canStart: boolean,
  ): FrameAnalysis {
    const isCrop = prior === 'whole-frame';
    const faces = isCrop ? [wholeFrame(image)] : selectFaces(this.detector.detect(image), prior?.at);
    const measurements = this.#measurer.measure(image, faces, timestamp);
    const hint = isCrop ? undefined : chooseHint(measurements, this.#shown);
    this.#shown = hint?.code;
    const [face] = faces;
    const usable = !hint && (this.#assembler.frames > 0 || canStart);
    const step = this.#assembler.add(timestamp, usable ? face : undefined);
    const { frames, anchor } = this.#assembler;
    const complete = step === 'append' && frames === 0;
    return {
      timestamp,
      faces: faces.length,
      face,
      hint,
      difference: this.#measurer.difference(image),
      frameWidth: image.width,
      frameHeight: image.height,
      gathered: complete ? this.cadence.frames : frames,
      step,
      anchor,
      measurements,
    };
  }
}
