import { combinedProbability, outcomeOf } from './decision';
import type { Reason, Verdict, WindowResult } from './events';
import type { Observed } from './protocol';

/** What is known since the last verdict. All times are `performance.now()`. */
export interface Session {
  startedAt: number;
  lastFaceAt: number;
  /** When the first frame passed the quality gate. */
  firstGoodAt: number | undefined;
  windows: readonly WindowResult[];
  /** Since when a window is being scored. */
  scoringSince: number | undefined;
  /** Windows that ended before this frame's timestamp do not count: they may show someone else. */
  countFrom: number;
  /** Timestamp of the frame seen last. */
  seenAt: number;
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
  | { type: 'observed'; now: number; observed: Pick<Observed, 'timestamp' | 'faces' | 'hint' | 'scoring'> }
  | { type: 'window'; now: number; window: WindowResult }
  /** Time has passed, whether or not anything was seen: no session may depend on frames to end. */
  | { type: 'tick'; now: number }
  /** The page was hidden or asleep and is back: the clocks start anew. */
  | { type: 'resumed'; now: number }
  /** The clip has ended and everything is scored. */
  | { type: 'ended'; now: number };

export type Conclusion = Pick<Verdict, 'outcome' | 'probability' | 'reason' | 'windows' | 'milliseconds'>;

/** Milliseconds without a face after which what was seen before no longer counts: it may be someone else now. */
const FORGET_AFTER = 500;
/** Milliseconds for which a window that is being scored holds back a limit that has passed. */
const LONGEST_SCORING = 60_000;

export function startSession(now: number): Session {
  return {
    startedAt: now,
    lastFaceAt: now,
    firstGoodAt: undefined,
    windows: [],
    scoringSince: undefined,
    countFrom: -Infinity,
    seenAt: -Infinity,
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
  const session = { ...before };

  switch (input.type) {
    case 'window': {
      session.scoringSince = undefined;
      if (input.window.endTime < session.countFrom) break;
      session.windows = [...session.windows, input.window];
      const probability = combinedProbability(session.windows);
      if (outcomeOf(probability, limits) !== 'inconclusive')
        return conclude(session, now, limits, 'confident');
      break;
    }
    case 'observed': {
      const { timestamp, faces, hint, scoring } = input.observed;
      session.scoringSince = scoring ? (session.scoringSince ?? now) : undefined;
      // A clip that loops or was sought back goes through the same timestamps again.
      if (timestamp < session.seenAt) session.countFrom = -Infinity;
      session.seenAt = timestamp;
      if (faces > 0) session.lastFaceAt = now;
      if (now - session.lastFaceAt > FORGET_AFTER) {
        session.windows = [];
        session.firstGoodAt = undefined;
        session.countFrom = timestamp;
      }
      if (now - session.lastFaceAt > limits.noFace) return { session, noFace: true };
      if (!hint) session.firstGoodAt ??= now;
      break;
    }
    case 'resumed': {
      const { scoringSince, countFrom, seenAt } = before;
      return { session: { ...startSession(now), scoringSince: scoringSince && now, countFrom, seenAt } };
    }
    case 'ended':
      return conclude(session, now, limits, 'source-ended');
    case 'tick':
  }

  const { firstGoodAt, startedAt, scoringSince } = session;
  const tooLong = firstGoodAt !== undefined && now - firstGoodAt > limits.decision;
  const muchTooLong = now - startedAt > limits.session;
  const worthWaiting = scoringSince !== undefined && now - scoringSince < LONGEST_SCORING;
  return (tooLong || muchTooLong) && !worthWaiting
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
