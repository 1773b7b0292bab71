import type { Backend } from '../backends/backend';
import type { BackendReport } from '../session/backendReport';
import type { WindowEvidence } from '../evidence/response';
import { DepthproofError } from '../errors';
import { cropPart } from '../face/crop';
import type { FaceBox, FaceDetector } from '../face/face';
import type { CropRule, Model } from '../model/manifest';
import { disposeCrops, forCropsSeen, type Network } from '../network/network';
import type { AnalyzedFrame, FacePrior, ScoredWindow } from '../session/protocol';
import { FrameAnalyzer } from './frameAnalyzer';
import { WindowQueue } from './windowQueue';
import { WindowScorer } from './windowScorer';

/** What an engine runs on, loaded and verified. */
export interface EngineParts {
  model: Model;
  detector: FaceDetector;
  backend: Backend;
  report: BackendReport;
  network: Network;
}

/**
 * Frames in, analyses and scored windows out. Lives in the worker and ends with it. Capturing and scoring run side by
 * side: `analyze` puts the crops of each good frame into the queue, the scorer takes windows out of it.
 */
export class Engine {
  /** Resolves if the backend's device is lost; never otherwise. */
  readonly deviceLost: Promise<DepthproofError>;
  #analyzer: FrameAnalyzer;

  /**
   * @param onWindow `scoring`: whether another complete window waits for its score
   * @param onError called when the device is lost or scoring fails
   * @param queue stands between capturing and scoring
   */
  constructor(
    private readonly parts: EngineParts,
    onWindow: (window: ScoredWindow, scoring: boolean) => void,
    onError: (error: unknown) => void,
    protected readonly queue = new WindowQueue(parts.model.cadence.frames),
  ) {
    const { model, detector, backend, report, network } = parts;
    this.#analyzer = new FrameAnalyzer(detector, model.cadence);
    this.deviceLost = backend.lost.then(
      (what) => new DepthproofError('BACKEND_LOST', `In the middle of the check ${what}. Start a new check.`),
    );
    void this.deviceLost.then(onError);
    new WindowScorer(network, model, queue, report.frameMilliseconds)
      .run((window) => onWindow(window, queue.busy))
      .catch(onError);
  }

  /** Analyzes one frame and, if it is good, puts its crops into the queue. Closes the image. */
  analyze(source: ImageBitmap, timestamp: number, prior?: FacePrior): AnalyzedFrame {
    let image = source;
    try {
      const analysis = this.#analyzer.analyze(source, timestamp, prior, this.queue);
      const { step, anchor, image: upright, ...frame } = analysis;
      image = upright;
      if (step === 'abandon') this.queue.abandon();
      else if (step !== 'skip' && anchor && frame.face)
        this.#capture(image, timestamp, { window: anchor, frame: frame.face }, step);
      return { ...frame, scoring: this.queue.busy };
    } finally {
      // Still the camera's own frame where the analysis failed.
      image.close();
    }
  }

  /**
   * Ends the source: resolves when no complete window waits for its score. The next frame starts a new source.
   *
   * @param evidence when the window began that is asked for, in an engine that keeps windows
   */
  drain(evidence?: number): Promise<WindowEvidence | undefined>;
  async drain(): Promise<WindowEvidence | undefined> {
    this.#analyzer = new FrameAnalyzer(this.parts.detector, this.parts.model.cadence);
    this.queue.abandon();
    while (this.queue.busy) await this.queue.changed();
    return undefined;
  }

  #capture(
    image: ImageBitmap,
    timestamp: number,
    boxes: Record<CropRule['box'], FaceBox>,
    step: 'start' | 'append',
  ): void {
    const { model, network } = this.parts;
    const parts = forCropsSeen(model, step === 'start', (_, rule) => cropPart(boxes[rule.box], image, rule));
    const frame = { crops: network.crop(image, parts), parts, timestamp };
    if (step === 'start') this.queue.start(frame);
    else if (!this.queue.append(frame)) disposeCrops(frame.crops);
  }
}
