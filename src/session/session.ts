import { FORGET_AFTER } from '../face/face';
import type { EvidenceRules } from '../model/manifest';
import { combinedProbability, outcomeOf, type DecisionRule } from './decision';
import type { Ending, Verdict } from './events';
import type { WindowResult } from './windowResult';
import type { AnalyzedFrame } from './protocol';
import { reasonsOf } from './reasons';

/** What a check knows since its last verdict. Times are `performance.now()`, timestamps are those of frames. */
export interface Session {
  startedAt: number;
  lastFaceAt: number;
  /** When the first frame passed the quality gate. */
  firstGoodAt: number | undefined;
  windows: readonly WindowResult[];
  /** When the scoring of a window began; `undefined` while none is being scored. */
  scoringSince: number | undefined;
  /** Windows that began at this timestamp or earlier do not count: they may show someone else. */
  countFrom: number;
  /** Timestamp of the newest frame. */
  seenAt: number;
}

export interface Limits {
  /** Milliseconds without a face until the session ends with `noFace`. */
  noFace: number;
  /** Scored windows of one face until the verdict is inconclusive: a slow device scores as many as a fast one. */
  windows: number;
  /** Milliseconds from the start until the verdict is inconclusive, however many windows were scored. */
  session: number;
}

/** What a session goes by: the caller's limits, and the model's rules. */
export type SessionRules = Limits & DecisionRule & { evidence: EvidenceRules };

/** See `LivenessOptions`. */
export const defaultLimits: Limits = { noFace: 10_000, windows: 8, session: 60_000 };

export type SessionInput = { now: number } & (
  | { type: 'observed'; observed: Pick<AnalyzedFrame, 'timestamp' | 'faces' | 'hint' | 'scoring'> }
  /** `scoring`: whether another complete window is scored next. */
  | { type: 'window'; window: WindowResult; scoring: boolean }
  /** Time has passed, with or without frames: a session must end without them, too. */
  | { type: 'tick' }
  /** The page is back from being hidden or asleep, or the engine was lost: the limits start anew. */
  | { type: 'resumed' }
  /** The clip has ended and everything is scored. */
  | { type: 'ended' }
);

export type Conclusion = Omit<Verdict, 'backend' | 'model' | 'injection'>;

/** Milliseconds for which a session that is over waits for a window that is being scored. */
const LONGEST_SCORING = 60_000;

/** @param seenAt timestamp of the newest frame, up to which no window counts; left out when a check begins */
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
 * Advances a session by one input. A pure function and a sequential test over windows: it returns a `conclusion` as
 * soon as the windows suffice, or when a limit is reached and no window is being scored, and `noFace` when no face was seen for
 * too long.
 */
export function advance(
  before: Session,
  input: SessionInput,
  rules: SessionRules,
): { session: Session; conclusion?: Conclusion; noFace?: true } {
  const { now } = input;
  const session = { ...before };

  switch (input.type) {
    case 'window': {
      if (input.window.startTime <= session.countFrom) {
        // The next one in the queue may count, so the session goes on waiting, but its wait does not start anew.
        if (!input.scoring) session.scoringSince = undefined;
        break;
      }
      session.windows = [...session.windows, input.window];
      // Scoring that begins after a limit is not waited for: on a slow backend there is always another window.
      session.scoringSince = input.scoring && !isOver(session, now, rules) ? now : undefined;
      const probability = combinedProbability(session.windows, rules);
      if (outcomeOf(probability, rules) !== 'inconclusive') return conclude(session, now, rules, 'confident');
      break;
    }
    case 'observed': {
      const { timestamp, faces, hint, scoring } = input.observed;
      session.scoringSince = scoring ? (session.scoringSince ?? now) : undefined;
      // A clip that loops, or in which someone seeks back, repeats timestamps. They no longer tell earlier windows from
      // later ones, so all windows count.
      if (timestamp < session.seenAt) session.countFrom = -Infinity;
      session.seenAt = timestamp;
      if (faces > 0) session.lastFaceAt = now;
      if (now - session.lastFaceAt > FORGET_AFTER) {
        session.windows = [];
        session.firstGoodAt = undefined;
        session.countFrom = timestamp;
      }
      if (now - session.lastFaceAt > rules.noFace) return { session, noFace: true };
      if (!hint) session.firstGoodAt ??= now;
      break;
    }
    case 'resumed': {
      const { scoringSince, seenAt } = before;
      return { session: { ...startSession(now, seenAt), scoringSince: scoringSince && now } };
    }
    case 'ended':
      return conclude(session, now, rules, 'source-ended');
    case 'tick':
  }

  const { scoringSince } = session;
  const worthWaiting = scoringSince !== undefined && now - scoringSince < LONGEST_SCORING;
  return isOver(session, now, rules) && !worthWaiting ? conclude(session, now, rules, 'limit') : { session };
}

/** Whether a limit has been reached. */
function isOver({ windows, startedAt }: Session, now: number, rules: SessionRules): boolean {
  return windows.length >= rules.windows || now - startedAt > rules.session;
}

function conclude(
  session: Session,
  now: number,
  rules: SessionRules,
  ending: Ending,
): { session: Session; conclusion: Conclusion } {
  const { windows, firstGoodAt, seenAt } = session;
  const probability = combinedProbability(windows, rules);
  const outcome = outcomeOf(probability, rules);
  const milliseconds = firstGoodAt === undefined ? undefined : now - firstGoodAt;
  return {
    session: startSession(now, seenAt),
    conclusion: {
      outcome,
      probability,
      ending,
      reasons: reasonsOf(outcome, windows, rules.evidence),
      windows: [...windows],
      milliseconds,
    },
  };
}
