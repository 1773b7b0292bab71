/** A session as the site's server gives it out. */
export interface EvidenceSession {
  /** Signed by the server; holds the nonce. */
  token: string;
  /** Seconds that it is valid for. */
  ttl: number;
  capture: {
    /** Milliseconds after the first good frame before which no window begins: evidence cannot be made beforehand. */
    after: number;
  };
}

/** Returns whether a value has what a check needs of a session. */
export function isSession(value: unknown): value is EvidenceSession {
  const { token, ttl, capture } = (value ?? {}) as Partial<EvidenceSession>;
  return typeof token === 'string' && Number(ttl) > 0 && Number(capture?.after) >= 0;
}
