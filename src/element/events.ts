import type { ErrorCode } from '../errors';
import type { Ending, Verdict } from '../session/events';
import type { Outcome } from '../session/decision';
import type { Reason } from '../session/reasons';
import type { HintCode } from '../quality/guidance';
import type { SupportTest } from '../support/check';

/** The `detail` of each event. These events do not bubble, since some share their names with the browser's own. */
export interface CheckEventDetails {
  /** Once for each element, in place of `unsupported`: the browser can run a check. */
  supported: Record<string, never>;
  /** Once for each element, in place of `supported`: the browser lacks the named features. */
  unsupported: { missing: SupportTest[] };
  permission: { state: 'granted' | 'denied' };
  /** What the person is told now, whenever it changes. */
  guidance: {
    code: HintCode | 'good';
    /** Whether the hint has stayed and is given in more words. */
    escalated: boolean;
    /** The measurement behind a hint, in `unit`; `undefined` when all is well. */
    measured: number | undefined;
    threshold: number | undefined;
    unit: string | undefined;
  };
  /** For each frame analyzed: how many frames the current window has, and how many it needs. */
  progress: { frames: number; of: number };
  result: {
    outcome: Outcome;
    probability: number | undefined;
    ending: Ending;
    /** What decided it, the weightiest first. */
    reasons: Reason[];
    /** What the form submits; empty unless the outcome is `live`. */
    response: string;
    /** Whether no other attempt is offered: this one passed, or was the last. */
    final: boolean;
    verdict: Verdict;
  };
  /** A live verdict has expired: the form's value is empty again, and the check can be repeated. */
  expired: Record<string, never>;
  error: { code: ErrorCode; message: string; recoverable: boolean };
  /** The check ended without a result: the person gave up, `cancel()` was called, or the element was hidden, reset or removed. */
  cancel: Record<string, never>;
}

export type CheckEventMap = { [name in keyof CheckEventDetails]: CustomEvent<CheckEventDetails[name]> };

/** Types the element's own events, which take precedence over HTML's events of the same names. */
export interface CheckEventTarget {
  addEventListener<K extends keyof CheckEventMap>(
    type: K,
    listener: (this: this, event: CheckEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
