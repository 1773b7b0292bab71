import type { HintCode } from '../quality/guidance';

/** What the person is told now: a hint, or `good` when there is nothing to change. */
export interface Advice {
  code: HintCode | 'good';
  /** The hint has stayed for so long that more words are needed. */
  escalated: boolean;
}

export interface SteadyHint {
  advice: Advice | undefined;
  /** When the advice was first given, and when the frames began to ask for something else. */
  since: number;
  candidate: HintCode | 'good' | undefined;
  candidateSince: number;
}

/** Milliseconds for which frames have to agree before the advice changes: nobody can follow ten hints a second. */
const SETTLE = 300;
/** Milliseconds for which an advice stays at least, time enough to read it. */
const STAY = 1000;
/** Milliseconds after which a hint is given in more words. */
const ESCALATE = 4000;

export const noHint: SteadyHint = {
  advice: undefined,
  since: -Infinity,
  candidate: undefined,
  candidateSince: -Infinity,
};

/** One frame's hint (`undefined`: all is well) at the time `now`. The advice is the same object unless it changes. */
export function settle(before: SteadyHint, hint: HintCode | undefined, now: number): SteadyHint {
  const code = hint ?? 'good';
  const { advice, since } = before;
  if (advice === undefined)
    return { advice: { code, escalated: false }, since: now, candidate: code, candidateSince: now };
  if (code === advice.code) {
    const escalated = code !== 'good' && now - since >= ESCALATE;
    return {
      ...before,
      advice: escalated === advice.escalated || advice.escalated ? advice : { code, escalated },
      candidate: code,
      candidateSince: now,
    };
  }
  const candidateSince = before.candidate === code ? before.candidateSince : now;
  if (now - candidateSince < SETTLE || now - since < STAY)
    return { ...before, candidate: code, candidateSince };
  return { advice: { code, escalated: false }, since: now, candidate: code, candidateSince };
}
