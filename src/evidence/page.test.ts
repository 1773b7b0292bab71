import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEvidence } from '../server/readEvidence';
import { shipped, windowOf } from '../server/testing/windows';
import { openSession, respond } from './page';

const session = { token: 'a.b.c', ttl: 180, capture: { after: 100 } };
const { signal } = new AbortController();

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'https://login.example/in/' });
  vi.stubGlobal('location', { origin: 'https://login.example' });
});
afterEach(() => vi.unstubAllGlobals());

describe('a session', () => {
  it('comes from the route of the page, for what the check is for', async () => {
    const fetched = vi.fn(() => Promise.resolve(Response.json(session)));
    vi.stubGlobal('fetch', fetched);
    expect(await openSession('/session', { action: 'login', cdata: undefined }, signal)).toEqual(session);
    const body = '{"action":"login"}';
    expect(fetched).toHaveBeenCalledWith(
      new URL('https://login.example/session'),
      expect.objectContaining({ body }),
    );
  });

  it.each([
    ['a server that refuses', () => Promise.resolve(new Response('{}', { status: 429 })), '429'],
    ['no server', () => Promise.reject(new TypeError('fetch failed')), 'reached'],
    ['a page', () => Promise.resolve(new Response('<p>')), 'JSON'],
  ])('is refused by name by %s', async (_, answer, why) => {
    vi.stubGlobal('fetch', answer);
    const refused = openSession('/session', { action: undefined, cdata: undefined }, signal);
    await expect(refused).rejects.toMatchObject({ code: 'SESSION_REFUSED' });
    await expect(refused).rejects.toThrow(why);
  });
});

it('responds as the server reads it, in milliseconds since the check began', async () => {
  const { frames, score } = await windowOf('live');
  const times = [5300, 5400, 5500, 5600, 5700];
  const evidence = {
    ...{ frames, score, times, quality: { sharpness: 3 }, width: 640, height: 480 },
    firstGood: { timestamp: 5000, at: 1_000_900 },
  };
  const verdict = {
    windows: [{ startTime: 5300, endTime: 5700, score }],
    ...{ backend: { name: 'wasm' }, model: shipped, injection: undefined },
  };
  const { token, facts } = readEvidence(await respond(session, 1_000_000, verdict, evidence), shipped);
  expect(token).toBe('a.b.c');
  expect(facts).toEqual({
    origin: 'https://login.example',
    times: [1200, 1300, 1400, 1500, 1600],
    score,
    windows: [{ start: 1200, end: 1600, score }],
    quality: { sharpness: 3 },
    capture: { firstGood: 900, width: 640, height: 480, intervals: 0, injection: [] },
    model: { id: shipped.id, sha256: shipped.sha256 },
    backend: 'wasm',
  });
});
