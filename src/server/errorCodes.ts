/**
 * Why a response was not accepted. A code never changes its meaning between versions. Those that reCAPTCHA, hCaptcha
 * and Turnstile have as well bear their names.
 */
export type ErrorCode =
  /** The request is not what the interface says. */
  | 'bad-request'
  /** The request to siteverify has no secret, or not this server's. */
  | 'missing-input-secret'
  | 'invalid-input-secret'
  /** There is no response, or what is there is none of ours: cut short, damaged, of another format. */
  | 'missing-input-response'
  | 'invalid-input-response'
  | 'response-too-large'
  /** The response is a browser's claim without evidence, which proves nothing. */
  | 'evidence-missing'
  /** The session's token is not signed by any of the keys in use. */
  | 'session-invalid'
  | 'session-expired'
  /** The session was used before, or the store knows nothing of it any more. */
  | 'timeout-or-duplicate'
  | 'origin-mismatch'
  | 'action-mismatch'
  | 'cdata-mismatch'
  | 'subject-mismatch'
  /** The hash chain does not lead from the session's token through these frames. */
  | 'chain-broken'
  /** A crop is not a JPEG of the size that the model takes. */
  | 'image-invalid'
  /** Frames were not made when the session asked for them, or not at the model's cadence, or before the session began. */
  | 'times-implausible'
  /** Frames repeat, lack a camera's noise or are not in the order in which they were made. */
  | 'frames-implausible'
  /** The browser ran another model than the server. Deploy the files of one version together. */
  | 'model-mismatch'
  /** The server's own judgement is not `live`. */
  | 'not-live'
  /** Too many failed attempts of this subject or address; `retry_after` says how long to wait. */
  | 'too-many-attempts'
  /** More responses wait than the server can judge in time; the same one may be sent again after `retry_after`. */
  | 'busy'
  /** The store does not answer. */
  | 'store-unavailable'
  /** Something failed here. */
  | 'internal-error';

/** Ends a verification. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  /**
   * @param message what went wrong, for the record of a verification
   * @param retryAfter seconds to wait, where waiting helps
   */
  constructor(
    readonly code: ErrorCode,
    message?: string,
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** Returns what was thrown as a refusal. What went wrong here, rather than in the request, goes to the process' log too. */
export function refusalOf(error: unknown): Refusal {
  const refusal = error instanceof Refusal ? error : new Refusal('internal-error', String(error));
  const { code, message } = refusal;
  if (code === 'internal-error' || code === 'store-unavailable')
    process.emitWarning(`depthproof: ${code}: ${message}`);
  return refusal;
}
