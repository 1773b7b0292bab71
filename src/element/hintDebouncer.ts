import type { HintCode } from '../quality/guidance';

/** What the person is told now: a hint, or `good` when there is nothing to change. */
export interface Advice {
  code: HintCode | 'good';
  /** The hint has stayed for so long that it is given in more words. */
  escalated: boolean;
}

export interface DebouncedHint {
  advice: Advice | undefined;
  /** When the advice was first given, in milliseconds. */
  since: number;
  /** What the last frame asked for, and since when the frames have asked for it. */
  candidate: HintCode | 'good' | undefined;
  candidateSince: number;
}

/** Milliseconds for which frames have to agree before the advice changes: nobody can follow ten hints a second. */
const AGREEMENT = 300;
/** Milliseconds for which an advice stays at least, time enough to read it. */
const SHORTEST = 1000;
/** Milliseconds after which a hint is given in more words. */
const ESCALATION = 4000;

export const noHint: DebouncedHint = {
  advice: undefined,
  since: -Infinity,
  candidate: undefined,
  candidateSince: -Infinity,
};

/**
 * Returns the state after a frame. Its advice is the same object unless the advice changes.
 *
 * @param hint the frame's own hint; `undefined` when all is well
 * @param now time of the frame in milliseconds
 */
export function debounceHint(before: DebouncedHint, hint: HintCode | undefined, now: number): DebouncedHint {
  const code = hint ?? 'good';
  const { advice, since } = before;
  if (advice === undefined)
    return { advice: { code, escalated: false }, since: now, candidate: code, candidateSince: now };
  if (code === advice.code) {
    const escalated = code !== 'good' && now - since >= ESCALATION;
    return {
      ...before,
      advice: escalated === advice.escalated || advice.escalated ? advice : { code, escalated },
      candidate: code,
      candidateSince: now,
    };
  }
  const candidateSince = before.candidate === code ? before.candidateSince : now;
  if (now - candidateSince < AGREEMENT || now - since < SHORTEST)
    return { ...before, candidate: code, candidateSince };
  return { advice: { code, escalated: false }, since: now, candidate: code, candidateSince };
}
