import { randomBytes, randomInt } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LONGEST_ACTION, LONGEST_CDATA } from '../element/response';
import type { Capture } from '../evidence/session';
import { Refusal } from './errorCodes';

/** A key that sessions are signed with, HMAC SHA-256. */
export interface SigningKey {
  /** Names the key in a token's header. */
  kid: string;
  /** At least 32 random bytes. */
  secret: Uint8Array;
}

/** What a session is for. */
export interface SessionRequest {
  /** Origin of the page that the check runs on, as in `https://example.com`. */
  origin: string;
  /** What the check is for, such as `login`. */
  action?: string | undefined;
  /** What the site wants to find again in the answer. */
  cdata?: string | undefined;
  /** Who wants in, as an opaque name: failed attempts are counted by it. The visitor can read it. */
  subject?: string | undefined;
  /** Seconds until the session expires; default 180, at most 600. */
  ttl?: number | undefined;
}

/** What a token says. */
export interface SessionClaims {
  nonce: string;
  origin: string;
  action: string | undefined;
  cdata: string | undefined;
  subject: string | undefined;
  capture: Capture;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
}

const ISSUER = 'depthproof';
const TYPE = 'depthproof-session+jwt';
const LONGEST_TOKEN = 4096;
const LONGEST_TTL = 600;
const LONGEST_SUBJECT = 255;
/** Milliseconds over which the window that is evidence is drawn: what a check waits longer at most. */
const SPREAD = 1000;

/** Signs and reads the tokens of sessions. */
export class Sessions {
  readonly #keys: ReadonlyMap<string, Uint8Array>;
  readonly #current: SigningKey;

  /**
   * @param keys the first one signs; sessions signed by any of them are read. To rotate, put a new one in front and
   *   remove the old one once its sessions have expired.
   * @throws {RangeError} where there is no key, one without a name or of less than 32 bytes, or one name twice
   */
  constructor(keys: readonly SigningKey[]) {
    const [current] = keys;
    if (!current) throw new RangeError('A server needs at least one key to sign sessions with.');
    for (const { kid, secret } of keys as readonly Partial<SigningKey>[]) {
      if (!kid) throw new RangeError('A key has no kid.');
      if (!(secret instanceof Uint8Array)) throw new RangeError(`The key ${kid} is not a Uint8Array.`);
      if (secret.length < 32) throw new RangeError(`The key ${kid} has less than 32 bytes.`);
    }
    this.#current = current;
    this.#keys = new Map(keys.map(({ kid, secret }) => [kid, secret]));
    if (this.#keys.size < keys.length) throw new RangeError('Two keys have the same kid.');
  }

  /**
   * @returns the token for the browser, and what it says
   * @throws {Refusal} `bad-request`
   */
  async issue(request: SessionRequest): Promise<{ token: string; claims: SessionClaims }> {
    const { action, cdata, subject, ttl = 180 } = request;
    const origin = originOf(request.origin);
    if (origin === undefined)
      throw new Refusal(
        'bad-request',
        'origin must be an origin such as https://example.com, without a path.',
      );
    limit('action', action, LONGEST_ACTION);
    limit('cdata', cdata, LONGEST_CDATA);
    limit('subject', subject, LONGEST_SUBJECT);
    if (!(ttl >= 1 && ttl <= LONGEST_TTL))
      throw new Refusal('bad-request', `ttl must be 1 to ${String(LONGEST_TTL)} seconds.`);
    const nonce = randomBytes(16).toString('base64url');
    const capture = { after: randomInt(SPREAD) };
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + Math.floor(ttl);
    const token = await new SignJWT({ capture, action, cdata, sub: subject })
      .setProtectedHeader({ alg: 'HS256', kid: this.#current.kid, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(origin)
      .setJti(nonce)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.#current.secret);
    return { token, claims: { nonce, origin, action, cdata, subject, capture, issuedAt, expiresAt } };
  }

  /** @throws {Refusal} `session-invalid`, `session-expired` */
  async read(token: string): Promise<SessionClaims> {
    if (token.length > LONGEST_TOKEN) throw invalid('it is too long');
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#key(kid), {
        algorithms: ['HS256'],
        issuer: ISSUER,
        typ: TYPE,
        requiredClaims: ['aud', 'jti', 'iat', 'exp', 'capture'],
      });
      // Signed by us: the claims have the types that `issue` gave them.
      const { aud, jti, iat, exp, sub, ...claims } = payload;
      return {
        nonce: jti as string,
        origin: aud as string,
        action: claims['action'] as string | undefined,
        cdata: claims['cdata'] as string | undefined,
        subject: sub,
        capture: claims['capture'] as Capture,
        issuedAt: iat as number,
        expiresAt: exp as number,
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new Refusal('session-expired', 'The session has expired.');
      if (error instanceof errors.JOSEError) throw invalid(error.message);
      throw error;
    }
  }

  #key(kid: string | undefined): Uint8Array {
    const key = kid === undefined ? undefined : this.#keys.get(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}

/**
 * Returns an origin as browsers write it, its domain in Punycode and without a default port; `undefined` where the text
 * is none.
 */
export function originOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.href === `${String(url?.origin)}/` ? url.origin : undefined;
}

function limit(name: string, value: string | undefined, longest: number): void {
  if (value !== undefined && value.length > longest)
    throw new Refusal('bad-request', `${name} has more than ${String(longest)} characters.`);
}

function invalid(why: string): Refusal {
  return new Refusal('session-invalid', `The session's token is not valid: ${why}.`);
}
