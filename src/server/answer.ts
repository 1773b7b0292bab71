import type { InjectionSign } from '../injection/risk';
import type { Outcome } from '../session/decision';
import type { ErrorCode } from './errorCodes';

/** A signal beside the verdict; it changes nothing about `success`. */
export type Signal =
  /** The browser's score is further from the server's than compression and another backend explain. */
  | 'score-disagrees'
  /** What the browser saw of the camera looks as if a program had made its pictures. */
  | `injection-${InjectionSign}`;

/** As siteverify of reCAPTCHA, hCaptcha and Turnstile answers. */
export interface Answer {
  /** Whether the evidence shows a live person, and everything else held. */
  success: boolean;
  /** The server's own verdict; absent where it did not come to one. */
  verdict?: Outcome;
  /** When the session began, ISO 8601. */
  challenge_ts?: string;
  /** Host of the page. */
  hostname?: string;
  action?: string;
  cdata?: string;
  /** What decided the verdict, by the names of the browser's reasons. */
  reasons: string[];
  signals: Signal[];
  'error-codes': ErrorCode[];
  /** Seconds to wait, with `busy` and `too-many-attempts`. */
  retry_after?: number;
}
