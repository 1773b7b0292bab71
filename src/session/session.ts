import { combinedProbability, outcomeOf, type DecisionRule } from './decision';
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
  /** Windows that began no later than this frame's timestamp do not count: they may show someone else. */
  countFrom: number;
  /** Timestamp of the frame seen last. */
  seenAt: number;
}

export interface SessionLimits extends DecisionRule {
  /** Milliseconds without a face until `no-face`. */
  noFace: number;
  /** Milliseconds from the first good frame until the verdict is inconclusive. */
  decision: number;
  /** Milliseconds from the start until the verdict is inconclusive, however many hints are open. */
  session: number;
}

/** Milliseconds; see `LivenessOptions`. */
export const defaultLimits = { noFace: 10_000, decision: 4000, session: 60_000 };

export type SessionInput =
  | { type: 'observed'; now: number; observed: Pick<Observed, 'timestamp' | 'faces' | 'hint' | 'scoring'> }
  /** `scoring`: whether another whole window's turn has come. */
  | { type: 'window'; now: number; window: WindowResult; scoring: boolean }
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

/** @param seenAt timestamp of the frame seen last, up to which no window counts; none in a check that begins */
export function startSession(now: number, seenAt = -Infinity): Session {
  return {
    startedAt: now,
    lastFaceAt: now,
    firstGoodAt: undefined,
    windows: [],
    scoringSince: undefined,
    countFrom: seenAt,
    seenAt,
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
      if (input.window.startTime <= session.countFrom) {
        // The one behind it may count: the wait goes on, but not for longer.
        if (!input.scoring) session.scoringSince = undefined;
        break;
      }
      // What begins after a limit is not waited for: on a slow backend the next window is always there.
      session.scoringSince = input.scoring && !isOver(session, now, limits) ? now : undefined;
      session.windows = [...session.windows, input.window];
      const probability = combinedProbability(session.windows, limits);
      if (outcomeOf(probability, limits) !== 'inconclusive')
        return conclude(session, now, limits, 'confident');
      break;
    }
    case 'observed': {
      const { timestamp, faces, hint, scoring } = input.observed;
      session.scoringSince = scoring ? (session.scoringSince ?? now) : undefined;
      // A clip that loops or was sought back goes through the same timestamps again. Which of its windows were there before
      // cannot be told then: all count.
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
      const { scoringSince, seenAt } = before;
      return { session: { ...startSession(now, seenAt), scoringSince: scoringSince && now } };
    }
    case 'ended':
      return conclude(session, now, limits, 'source-ended');
    case 'tick':
  }

  const { scoringSince } = session;
  const worthWaiting = scoringSince !== undefined && now - scoringSince < LONGEST_SCORING;
  return isOver(session, now, limits) && !worthWaiting
    ? conclude(session, now, limits, 'time-limit')
    : { session };
}

/** Whether a limit of time has passed. */
function isOver({ firstGoodAt, startedAt }: Session, now: number, limits: SessionLimits): boolean {
  const tooLong = firstGoodAt !== undefined && now - firstGoodAt > limits.decision;
  return tooLong || now - startedAt > limits.session;
}

function conclude(
  session: Session,
  now: number,
  limits: SessionLimits,
  reason: Reason,
): { session: Session; conclusion: Conclusion } {
  const { windows, firstGoodAt, seenAt } = session;
  const probability = combinedProbability(windows, limits);
  const outcome = outcomeOf(probability, limits);
  const milliseconds = firstGoodAt === undefined ? undefined : now - firstGoodAt;
  return {
    session: startSession(now, seenAt),
    conclusion: { outcome, probability, reason, windows: [...windows], milliseconds },
  };
}
