import { afterEach, describe, expect, it, vi } from 'vitest';
import { SignJWT } from 'jose';
import { Sessions, type SigningKey } from './sessions';

const key = (kid: string, byte: number) => ({ kid, secret: new Uint8Array(32).fill(byte) });
const origin = 'https://login.example';

describe('sessions', () => {
  afterEach(() => vi.useRealTimers());

  it('come back as they were given out', async () => {
    const sessions = new Sessions([key('a', 1)]);
    const { token, claims } = await sessions.issue({ origin, action: 'login', cdata: 'x', subject: 'alice' });
    expect(await sessions.read(token)).toEqual(claims);
    expect(claims).toMatchObject({ origin, action: 'login', cdata: 'x', subject: 'alice' });
    expect(claims.expiresAt - claims.issuedAt).toBe(180);
  });

  it('ask for windows at random', async () => {
    const sessions = new Sessions([key('a', 1)]);
    const issued = await Promise.all(Array.from({ length: 50 }, () => sessions.issue({ origin })));
    const drawn = new Set(issued.map(({ claims }) => claims.capture.after));
    expect(drawn.size).toBeGreaterThan(30);
    expect(Math.max(...drawn)).toBeLessThan(1000);
  });

  it('outlive a change of keys until the old key goes', async () => {
    const { token } = await new Sessions([key('old', 1)]).issue({ origin });
    const both = new Sessions([key('new', 2), key('old', 1)]);
    expect(await both.read(token)).toMatchObject({ origin });
    expect((await both.issue({ origin })).token).not.toBe(token);
    await expect(new Sessions([key('new', 2)]).read(token)).rejects.toMatchObject({
      code: 'session-invalid',
    });
  });

  it.each([
    { origin, action: 'x'.repeat(32), cdata: 'x'.repeat(255), subject: 'x'.repeat(255) },
    { origin, ttl: 1 },
    { origin, ttl: 600 },
    { origin: 'http://localhost:8080', ttl: 1.9 },
  ])('are given out for %o, and come back', async ({ ttl, ...request }) => {
    // Issued at the end of a second, a session of one second would be over before it is read.
    vi.useFakeTimers({ toFake: ['Date'] });
    const sessions = new Sessions([key('a', 1)]);
    const { token, claims } = await sessions.issue({ ttl, ...request });
    expect(claims).toMatchObject(request);
    expect(claims.expiresAt - claims.issuedAt).toBe(Math.floor(ttl ?? 180));
    expect(await sessions.read(token)).toEqual(claims);
  });

  it('are ours: signed, by a key in use, of our type and issuer, with all claims', async () => {
    const own = { secret: key('a', 1).secret, kid: 'a', typ: 'depthproof-session+jwt', issuer: 'depthproof' };
    const signed = ({ secret, issuer, ...header }: typeof own, without?: string) => {
      const claims = { aud: origin, jti: 'nonce', iat: 1, exp: 4e9, capture: { after: 1 } };
      return new SignJWT(Object.fromEntries(Object.entries(claims).filter(([name]) => name !== without)))
        .setProtectedHeader({ alg: 'HS256', ...header })
        .setIssuer(issuer)
        .sign(secret);
    };
    const sessions = new Sessions([key('a', 1)]);
    expect(await sessions.read(await signed(own))).toMatchObject({ nonce: 'nonce', origin });
    const foreign = [
      signed({ ...own, secret: key('a', 2).secret }),
      signed({ ...own, kid: 'b' }),
      signed({ ...own, kid: undefined as unknown as string }),
      signed({ ...own, typ: 'JWT' }),
      signed({ ...own, issuer: 'another' }),
      ...['aud', 'jti', 'iat', 'exp', 'capture'].map((claim) => signed(own, claim)),
      Promise.resolve('nothing'),
      Promise.resolve(''),
    ];
    for (const token of foreign)
      await expect(sessions.read(await token)).rejects.toMatchObject({
        code: 'session-invalid',
        message: expect.stringMatching(/^The session's token is not valid: ./) as string,
      });
    await expect(sessions.read('x'.repeat(4097))).rejects.toThrow('too long');
    await expect(sessions.read('x'.repeat(4096))).rejects.not.toThrow('too long');
  });

  it('expire', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const sessions = new Sessions([key('a', 1)]);
    const { token } = await sessions.issue({ origin, ttl: 5 });
    vi.setSystemTime(Date.now() + 6000);
    await expect(sessions.read(token)).rejects.toMatchObject({ code: 'session-expired' });
  });

  it.each([
    { origin: 'https://login.example/path' },
    { origin: 'https://user@login.example' },
    { origin: 'data:,' },
    { origin: 'login.example' },
    { origin: 'null' },
    { origin, action: 'x'.repeat(33) },
    { origin, cdata: 'x'.repeat(256) },
    { origin, subject: 'x'.repeat(256) },
    { origin, ttl: 601 },
    { origin, ttl: 0 },
    { origin, ttl: NaN },
  ])('are not given out for %o', async (request) => {
    await expect(new Sessions([key('a', 1)]).issue(request)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it.each([
    [[], 'at least one key'],
    [[{ kid: 'a', secret: new Uint8Array(31) }], 'The key a has less than 32 bytes'],
    [[{ kid: 'a', secret: 'x'.repeat(32) as unknown as Uint8Array }], 'The key a is not a Uint8Array'],
    [[{ secret: new Uint8Array(32) } as SigningKey], 'A key has no kid'],
    [[key('a', 1), key('a', 2)], 'the same kid'],
  ])('take no unusable keys', (keys, why) => {
    expect(() => new Sessions(keys)).toThrow(RangeError);
    expect(() => new Sessions(keys)).toThrow(why);
  });
});
