import type { EvidenceRecorder } from '../evidence/recorder';
import { WindowQueue, type CapturedWindow } from './windowQueue';

/** Hands the windows that were read to the recorder, and takes none in that the server would refuse. */
export class RecordedQueue extends WindowQueue {
  /** Evidence in which a frame is there twice counts as forged. */
  override readonly takesRepeats = false;
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
