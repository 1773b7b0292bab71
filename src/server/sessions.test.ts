import { afterEach, describe, expect, it, vi } from 'vitest';
import { Sessions } from './sessions';

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

  it('expire', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const sessions = new Sessions([key('a', 1)]);
    const { token } = await sessions.issue({ origin, ttl: 5 });
    vi.setSystemTime(Date.now() + 6000);
    await expect(sessions.read(token)).rejects.toMatchObject({ code: 'session-expired' });
  });

  it.each([
    { origin: 'https://login.example/path' },
    { origin: 'login.example' },
    { origin: 'null' },
    { origin, action: 'x'.repeat(33) },
    { origin, cdata: 'x'.repeat(256) },
    { origin, ttl: 601 },
    { origin, ttl: NaN },
  ])('are not given out for %o', async (request) => {
    await expect(new Sessions([key('a', 1)]).issue(request)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it.each([[[]], [[{ kid: 'a', secret: new Uint8Array(31) }]], [[key('a', 1), key('a', 2)]]])(
    'take no unusable keys',
    (keys) => {
      expect(() => new Sessions(keys)).toThrow(RangeError);
    },
  );
});
