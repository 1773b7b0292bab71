import { EvidenceRecorder } from '../evidence/recorder';
import type { WindowEvidence } from '../evidence/response';
import type { AnalyzedFrame, FacePrior } from '../session/protocol';
import { Engine, type EngineParts } from './engine';
import { RecordedQueue } from './recordedQueue';

/** An engine that keeps scored windows, for a check whose site scores them again. Loaded only for such a check. */
export class EvidenceEngine extends Engine {
  declare protected readonly queue: RecordedQueue;
  readonly #recorder: EvidenceRecorder;

  /** @param after milliseconds after the first good frame before which no window begins */
  constructor(
    parts: EngineParts,
    onWindow: ConstructorParameters<typeof Engine>[1],
    onError: ConstructorParameters<typeof Engine>[2],
    after: number,
  ) {
    const recorder = new EvidenceRecorder(parts.network, parts.model, after);
    super(parts, onWindow, onError, new RecordedQueue(parts.model.cadence.frames, recorder));
    this.#recorder = recorder;
  }

  override analyze(source: ImageBitmap, timestamp: number, prior?: FacePrior): AnalyzedFrame {
    this.queue.timestamp = timestamp;
    const frame = super.analyze(source, timestamp, prior);
    this.#recorder.observe(frame);
    return frame;
  }

  /**
   * Returns the scored window that began at `evidence`, if one is asked for, which ends the check.
   *
   * @throws {RangeError} where it is not kept any more
   */
  override async drain(evidence?: number): Promise<WindowEvidence | undefined> {
    await super.drain();
    if (evidence === undefined) return undefined;
    // The network must not be busy.
    while (this.queue.reading) await this.queue.changed();
    return this.#recorder.evidenceOf(evidence);
  }
}
