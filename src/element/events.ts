import type { ErrorCode } from '../errors';
import type { Outcome, Reason, Verdict } from '../session/events';
import type { HintCode } from '../quality/guidance';
import type { SupportTest } from '../support/check';

/** What `detail` carries, by event name. Events do not bubble: some share their names with the browser's own. */
export interface CheckEventDetails {
  /** Once for each element, in place of `unsupported`. */
  ready: Record<string, never>;
  /** Once for each element, in place of `ready`: the browser lacks what is named. */
  unsupported: { missing: SupportTest[] };
  permission: { state: 'granted' | 'denied' };
  /** What the person is told now, whenever it changes. */
  guidance: {
    code: HintCode | 'good';
    /** The hint has stayed and is given in more words. */
    escalated: boolean;
    /** The measurement behind a hint, in `unit`; `undefined` when all is well. */
    measured: number | undefined;
    threshold: number | undefined;
    unit: string | undefined;
  };
  /** Frames of the current window. */
  progress: { frames: number; of: number };
  result: {
    outcome: Outcome;
    probability: number | undefined;
    reason: Reason;
    /** What the form will carry; empty unless the outcome is `live`. */
    response: string;
    /** Whether this was the last attempt: no other is offered. */
    final: boolean;
    verdict: Verdict;
  };
  /** A live verdict is too old; the form's value is gone and the check can be done again. */
  expired: Record<string, never>;
  error: { code: ErrorCode; message: string; recoverable: boolean };
  /** The person gave up, or `cancel()` was called. */
  cancel: Record<string, never>;
}

export type CheckEventMap = { [name in keyof CheckEventDetails]: CustomEvent<CheckEventDetails[name]> };

/** An element's own events, typed; they go before those of HTML that have the same names. */
export interface CheckEventTarget {
  addEventListener<K extends keyof CheckEventMap>(
    type: K,
    listener: (this: this, event: CheckEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
