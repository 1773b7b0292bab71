import type { EvidenceRecorder } from '../evidence/recorder';
import { WindowQueue, type CapturedWindow } from './windowQueue';

/** Hands the windows that were read to the recorder, and starts none before evidence may begin. */
export class RecordedQueue extends WindowQueue {
  /** Of the frame that is being analyzed. */
  timestamp = 0;

  constructor(
    size: number,
    private readonly recorder: Pick<EvidenceRecorder, 'mayStart' | 'keep'>,
  ) {
    super(size);
  }

  override get canStart(): boolean {
    return super.canStart && this.recorder.mayStart(this.timestamp);
  }

  protected override dispose(window: CapturedWindow): void {
    if (this.isComplete(window)) this.recorder.keep(window);
    else super.dispose(window);
  }
}
