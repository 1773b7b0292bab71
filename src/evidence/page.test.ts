import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openSession, respond, responder } from './page';
import type { WindowEvidence } from './response';

const session = { token: 'a.b.c', ttl: 180, capture: { after: 100 } };
const { signal } = new AbortController();

beforeEach(() => vi.stubGlobal('document', { baseURI: 'https://login.example/in/' }));
afterEach(() => vi.unstubAllGlobals());

describe('a session', () => {
  it('comes from the route of the page, for what the check is for', async () => {
    const fetched = vi.fn(() => Promise.resolve(Response.json(session)));
    vi.stubGlobal('fetch', fetched);
    expect(await openSession({ sessionUrl: '/session', action: 'login', cdata: undefined }, signal)).toEqual(
      session,
    );
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
    [
      'a backend that passes on a refusal',
      () => Promise.resolve(Response.json({ success: false, 'error-codes': ['too-many-attempts'] })),
      'not a session',
    ],
  ])('is refused by name by %s', async (_, answer, why) => {
    vi.stubGlobal('fetch', answer);
    const refused = openSession({ sessionUrl: '/session', action: undefined, cdata: undefined }, signal);
    await expect(refused).rejects.toMatchObject({ code: 'SESSION_REFUSED' });
    await expect(refused).rejects.toThrow(why);
  });

  it('is refused by name by a server that never answers', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    vi.stubGlobal('fetch', () => new Promise(() => undefined));
    const asked = openSession({ sessionUrl: '/session', action: undefined, cdata: undefined }, signal);
    const refused = expect(asked).rejects.toMatchObject({ code: 'SESSION_REFUSED' });
    await vi.advanceTimersByTimeAsync(30_000);
    await refused;
  });

  it('ends with the loss of the backend where the window was lost with it', async () => {
    const respond = responder({ session }, () => Promise.resolve(undefined));
    const concluded = {
      windows: [],
      backend: { name: 'webgpu' },
      model: { id: '', sha256: '' },
      injection: undefined,
    };
    expect(respond({ ...concluded, outcome: 'spoof' })).toBeUndefined();
    await expect(respond({ ...concluded, outcome: 'live' })).rejects.toMatchObject({ code: 'BACKEND_LOST' });
  });

  it('is answered with the origin of the page, also in a frame with `srcdoc`, whose location has none', async () => {
    vi.stubGlobal('location', { href: 'about:srcdoc', origin: 'null' });
    vi.stubGlobal('origin', 'https://login.example');
    const concluded = {
      windows: [],
      backend: { name: 'wasm' },
      model: { id: '', sha256: '' },
      injection: undefined,
    };
    const evidence: WindowEvidence = {
      ...{ frames: [], score: 1, times: [], quality: {}, width: 640, height: 480 },
      firstGood: { timestamp: 0, at: 0 },
    };
    const [, , facts = ''] = (await respond(session, 0, concluded, evidence)).split('~');
    const { origin } = JSON.parse(Buffer.from(facts, 'base64url').toString()) as { origin: unknown };
    expect(origin).toBe('https://login.example');
  });

  it('is what a server answers, and for one verdict', () => {
    const windowOf = () => Promise.reject(new Error('No window.'));
    expect(() => responder({ session }, windowOf)).not.toThrow();
    for (const wrong of [
      { session: null },
      { session: {} },
      { session: { ...session, token: 7 } },
      { session: { ...session, capture: {} } },
      { session: { ...session, ttl: 'soon' } },
      { session, continuous: true },
    ])
      expect(() => responder(wrong, windowOf)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
