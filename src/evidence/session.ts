/** What the browser has to do, drawn at random: evidence cannot be made beforehand. */
export interface Capture {
  /** Evidence is the first window that begins this many milliseconds after the first good frame, or later. */
  after: number;
}

/** A session as the site's server gives it out. */
export interface EvidenceSession {
  /** Signed by the server; holds what the session is for. */
  token: string;
  /** Seconds that it is valid for. */
  ttl: number;
  capture: Capture;
}

/** Returns whether a value has what a check needs of a session. */
export function isSession(value: unknown): value is EvidenceSession {
  const { token, ttl, capture } = (value ?? {}) as Partial<EvidenceSession>;
  return typeof token === 'string' && Number(ttl) > 0 && Number(capture?.after) >= 0;
}
