import { advance, startSession, type SessionInput, type SessionLimits } from '../../src/session/session';
import type { VerdictRecord } from '../records';

/** The product's own sequential decision over a clip, on the clip's clock. The first verdict counts. */
export class ClipVerdict {
  #session: ReturnType<typeof startSession>;
  #reached: VerdictRecord | undefined;

  constructor(
    start: number,
    private readonly limits: SessionLimits,
  ) {
    this.#session = startSession(start);
  }

  take(input: SessionInput): void {
    if (this.#reached) return;
    const { session, conclusion, noFace } = advance(this.#session, input, this.limits);
    this.#session = session;
    if (noFace) this.#reached = { outcome: 'inconclusive', reason: 'no-face' };
    if (!conclusion) return;
    const { outcome, reason, probability, milliseconds } = conclusion;
    this.#reached = {
      outcome,
      reason,
      ...(probability !== undefined && { probability }),
      ...(milliseconds !== undefined && { milliseconds }),
    };
  }

  /** Returns the verdict, after the last frame, at `end` on the clip's clock. */
  conclude(end: number): VerdictRecord {
    this.take({ type: 'ended', now: end });
    return this.#reached ?? { outcome: 'inconclusive', reason: 'source-ended' };
  }
}
