import { combinedProbability, outcomeOf } from './decision';
import type { Reason, Verdict, WindowResult } from './events';
import type { Observed } from './protocol';

/** What is known since the last verdict. All times are `performance.now()`. */
export interface Session {
  startedAt: number;
  lastInputAt: number;
  lastFaceAt: number;
  /** When the first frame passed the quality gate. */
  firstGoodAt: number | undefined;
  windows: readonly WindowResult[];
  scoring: boolean;
}

export interface SessionLimits {
  /** Milliseconds without a face until `no-face`. */
  noFace: number;
  /** Milliseconds from the first good frame until the verdict is inconclusive. */
  decision: number;
  /** Milliseconds from the start until the verdict is inconclusive, however many hints are open. */
  session: number;
  liveProbability: number;
  spoofProbability: number;
}

/** Milliseconds; see `LivenessOptions`. */
export const defaultLimits = { noFace: 10_000, decision: 4000, session: 60_000 };

export type SessionInput =
  | { type: 'observed'; now: number; observed: Pick<Observed, 'faces' | 'hint' | 'scoring'> }
  | { type: 'window'; now: number; window: WindowResult }
  /** The clip has ended and everything is scored. */
  | { type: 'ended'; now: number };

export type Conclusion = Pick<Verdict, 'outcome' | 'probability' | 'reason' | 'windows' | 'milliseconds'>;

/** Milliseconds without a face after which what was seen before no longer counts: it may be someone else now. */
const FORGET_AFTER = 500;
/** Milliseconds without any frame, as in a hidden tab, after which the clocks start anew. */
const PAUSE = 2000;

export function startSession(now: number): Session {
  return {
    startedAt: now,
    lastInputAt: now,
    lastFaceAt: now,
    firstGoodAt: undefined,
    windows: [],
    scoring: false,
  };
}

/**
 * One step of a check, pure: a sequential decision over windows. `conclusion` ends it, confident as early as the
 * windows allow; a window that is being scored is waited for.
 */
export function advance(
  before: Session,
  input: SessionInput,
  limits: SessionLimits,
): { session: Session; conclusion?: Conclusion; noFace?: true } {
  const { now } = input;
  const session =
    now - before.lastInputAt > PAUSE ? { ...startSession(now), scoring: before.scoring } : { ...before };
  session.lastInputAt = now;

  if (input.type === 'window') {
    session.windows = [...session.windows, input.window];
    session.scoring = false;
    const probability = combinedProbability(session.windows);
    if (outcomeOf(probability, limits) !== 'inconclusive') return conclude(session, now, limits, 'confident');
  } else if (input.type === 'observed') {
    session.scoring = input.observed.scoring;
    if (input.observed.faces > 0) session.lastFaceAt = now;
    if (now - session.lastFaceAt > FORGET_AFTER) {
      session.windows = [];
      session.firstGoodAt = undefined;
    }
    if (now - session.lastFaceAt > limits.noFace) return { session, noFace: true };
    if (!input.observed.hint) session.firstGoodAt ??= now;
  } else {
    return conclude(session, now, limits, 'source-ended');
  }

  const tooLong = session.firstGoodAt !== undefined && now - session.firstGoodAt > limits.decision;
  const muchTooLong = now - session.startedAt > limits.session;
  return (tooLong || muchTooLong) && !session.scoring
    ? conclude(session, now, limits, 'time-limit')
    : { session };
}

function conclude(
  session: Session,
  now: number,
  limits: SessionLimits,
  reason: Reason,
): { session: Session; conclusion: Conclusion } {
  const { windows, firstGoodAt } = session;
  const probability = combinedProbability(windows);
  const outcome = outcomeOf(probability, limits);
  const milliseconds = firstGoodAt === undefined ? undefined : now - firstGoodAt;
  return {
    session: startSession(now),
    conclusion: { outcome, probability, reason, windows: [...windows], milliseconds },
  };
}
