import {
  advance,
  startSession,
  type Session,
  type SessionInput,
  type SessionRules,
} from '../../src/session/session';
import type { Verdict } from '../../src/session/events';
import type { VerdictRecord } from '../records';

/** A verdict with reasons that name timestamps, as the product gives them. */
export type ReachedVerdict = Omit<VerdictRecord, 'reasons'> & Pick<Verdict, 'reasons'>;

/** The product's own sequential decision over a clip, on the clip's clock. The first verdict counts. */
export class ClipVerdict {
  #session: Session;
  #reached: ReachedVerdict | undefined;

  constructor(
    start: number,
    private readonly rules: SessionRules,
  ) {
    this.#session = startSession(start);
  }

  take(input: SessionInput): void {
    if (this.#reached) return;
    const { session, conclusion, noFace } = advance(this.#session, input, this.rules);
    this.#session = session;
    if (noFace) this.#reached = unanswered('no-face');
    if (!conclusion) return;
    const { outcome, ending, reasons, probability, milliseconds } = conclusion;
    this.#reached = {
      outcome,
      ending,
      reasons,
      ...(probability !== undefined && { probability }),
      ...(milliseconds !== undefined && { milliseconds }),
    };
  }

  /** Returns the verdict, after the last frame, at `end` on the clip's clock. */
  conclude(end: number): ReachedVerdict {
    this.take({ type: 'ended', now: end });
    return this.#reached ?? unanswered('source-ended');
  }
}

function unanswered(ending: VerdictRecord['ending']): ReachedVerdict {
  return {
    outcome: 'inconclusive',
    ending,
    reasons: [{ code: 'nothing-scored', weight: 0, shown: undefined }],
  };
}
