import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LONGEST_RESPONSE } from '../evidence/response';
import type { DepthproofServer, OpenSession } from './depthproofServer';
import type { Answer } from './answer';
import { createHandler, TEST_SECRETS } from './handler';
import { MemoryStore } from './store/memory';
import { ORIGIN, recorded, responseFor } from './testing/evidence';
import { openTestServer } from './testing/openTestServer';

const SECRET = 'a secret of thirty-two characters';
const EVIL = 'https://evil.example';
const FORM = 'application/x-www-form-urlencoded';

type Headers = Record<string, string>;

describe('the handler', { timeout: 60_000 }, () => {
  const store = new MemoryStore();
  let server: DepthproofServer;
  let handle: (request: Request) => Promise<Response>;
  beforeAll(async () => {
    server = await openTestServer({ store, longestWait: 0, limits: { address: { failures: 1 } } });
    const address = ({ headers }: Request) => headers.get('x-real-ip') ?? undefined;
    handle = createHandler(server, { secret: SECRET, origins: ['https://other.example', ORIGIN], address });
  }, 120_000);
  afterAll(() => server.close());
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  const request = (route: string, body: object | string, headers: Headers = {}) =>
    new Request(`https://api.example/depthproof/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const post = (...args: Parameters<typeof request>) => handle(request(...args));
  const codes = async (answer: Response) => ((await answer.json()) as Answer)['error-codes'];
  const opened = async (body: object, headers?: Headers) =>
    (await (
      await post('session', { secret: SECRET, origin: ORIGIN, ...body }, headers)
    ).json()) as OpenSession;
  const claims = ({ token }: OpenSession) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

  it('takes a check from a page through both routes', async () => {
    const answered = await post('session', { action: 'login', cdata: 'abc' }, { origin: ORIGIN });
    expect(answered.status).toBe(200);
    expect(answered.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const session = (await answered.json()) as OpenSession;
    await recorded(session);
    const form = new URLSearchParams({
      secret: SECRET,
      response: await responseFor(session),
      ...{ action: 'login', cdata: 'abc', origin: ORIGIN },
    });
    const answer = await post('siteverify', form.toString(), { 'content-type': FORM });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    expect(answer.headers.has('retry-after')).toBe(false);
    expect(await answer.json()).toMatchObject({ success: true, action: 'login', hostname: 'login.example' });
  });

  it('lets no page speak for a subject, and no unknown one ask at all', async () => {
    const answered = await post('session', { subject: 'alice', ttl: 600 }, { origin: ORIGIN });
    const session = (await answered.json()) as OpenSession;
    expect(JSON.stringify(claims(session))).not.toContain('alice');
    expect(session.ttl).toBe(180);
    for (const headers of [{ origin: EVIL }, {}] as Headers[]) {
      const answer = await post('session', {}, headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
      expect(await codes(answer)).toEqual(['missing-input-secret']);
    }
  });

  it('lets a backend speak for a subject, of any origin and for as long as it says', async () => {
    const wanted = { origin: 'https://elsewhere.example', subject: 'alice', cdata: 'abc', action: 'login' };
    for (const ttl of [60, '60']) {
      const session = await opened({ ...wanted, ttl }, { origin: ORIGIN });
      expect(session.ttl).toBe(60);
      expect(claims(session)).toMatchObject({
        aud: wanted.origin,
        sub: 'alice',
        cdata: 'abc',
        action: 'login',
      });
    }
  });

  it.each([
    [403, 'invalid-input-secret', { secret: 'wrong', origin: ORIGIN }],
    [401, 'missing-input-secret', { secret: '', origin: ORIGIN }],
    [400, 'bad-request', { secret: SECRET }],
    [400, 'bad-request', { secret: SECRET, origin: ORIGIN, surplus: 1 }],
    [400, 'bad-request', { secret: SECRET, origin: ORIGIN, ttl: 'x60' }],
    [400, 'bad-request', { secret: SECRET, origin: ORIGIN, ttl: '60x' }],
    [400, 'bad-request', { secret: SECRET, origin: ORIGIN, ttl: '6e1' }],
    [400, 'bad-request', { secret: SECRET, origin: ORIGIN, ttl: 601 }],
  ])('gives no session but %i %s', async (status, code, body) => {
    const answer = await post('session', body);
    expect(answer.status).toBe(status);
    expect(await codes(answer)).toEqual([code]);
  });

  it.each([
    [403, 'invalid-input-secret', { secret: 'wrong', response: 'x' }],
    [403, 'invalid-input-secret', { secret: SECRET.replace('a', 'b'), response: 'x' }],
    [401, 'missing-input-secret', { response: 'x' }],
    [200, 'missing-input-response', { secret: SECRET }],
    [413, 'response-too-large', { secret: SECRET, response: 'x'.repeat(LONGEST_RESPONSE + 1) }],
    [413, 'response-too-large', 'x'.repeat(LONGEST_RESPONSE + 20_001)],
    [400, 'bad-request', 'x'.repeat(LONGEST_RESPONSE + 20_000)],
    [400, 'bad-request', { secret: SECRET, response: 7 }],
    [400, 'bad-request', { secret: SECRET, response: 'x', surplus: 1 }],
    [400, 'bad-request', '{'],
    [400, 'bad-request', 'null'],
  ])('answers %i %s', async (status, code, body) => {
    const answer = await post('siteverify', body);
    expect(answer.status).toBe(status);
    expect(await codes(answer)).toEqual([code]);
  });

  it('reads JSON and forms, whatever their character set, and nothing else', async () => {
    const json = JSON.stringify({ secret: SECRET });
    const form = new URLSearchParams({ secret: SECRET }).toString();
    for (const [type, body, code] of [
      ['Application/JSON ; charset=utf-8', json, 'missing-input-response'],
      [`${FORM};charset=UTF-8`, form, 'missing-input-response'],
      ['text/plain', json, 'bad-request'],
      ['application/json', undefined, 'bad-request'],
      [undefined, new TextEncoder().encode(json), 'bad-request'],
    ] as const) {
      const headers: Headers = type === undefined ? {} : { 'content-type': type };
      const url = 'https://api.example/depthproof/siteverify';
      const answer = await handle(new Request(url, { method: 'POST', headers, ...(body && { body }) }));
      expect(answer.status, type).toBe(code === 'bad-request' ? 400 : 200);
      expect(await codes(answer), type).toEqual([code]);
    }
  });

  it('takes a body that was cut short for the fault of who sent it', async () => {
    const log = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const body = new ReadableStream({
      pull: (controller) => {
        controller.error(new Error('aborted'));
      },
    });
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half' as const,
    };
    const answer = await handle(new Request('https://api.example/depthproof/session', init));
    expect(answer.status).toBe(400);
    expect(await codes(answer)).toEqual(['bad-request']);
    expect(log).not.toHaveBeenCalled();
  });

  it('answers nothing but POST, and no other path', async () => {
    const headers = { origin: ORIGIN };
    const got = await handle(new Request('https://api.example/depthproof/session', { headers }));
    expect(got.status).toBe(405);
    expect(got.headers.get('allow')).toBe('POST, OPTIONS');
    expect(got.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const failed = { success: false, reasons: [], signals: [], 'error-codes': ['bad-request'] };
    expect(await got.json()).toEqual(failed);
    const lost = await handle(new Request('https://api.example/session', { method: 'POST' }));
    expect(lost.status).toBe(404);
    expect(await lost.json()).toEqual(failed);
  });

  it.each([ORIGIN, EVIL])('tells a browser whether scripts of %s may ask', async (origin) => {
    const asked = await handle(
      new Request('https://api.example/depthproof/session', { method: 'OPTIONS', headers: { origin } }),
    );
    expect(asked.status).toBe(204);
    const may = {
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-headers': 'content-type',
      vary: 'origin',
    };
    expect(Object.fromEntries(asked.headers)).toEqual({
      allow: 'POST, OPTIONS',
      ...(origin === ORIGIN && may),
    });
  });

  it('lets no page ask, below its default path, unless it is told which and where', async () => {
    const page = () => request('session', {}, { origin: ORIGIN });
    const plain = createHandler(server, { secret: SECRET });
    expect(await codes(await plain(page()))).toEqual(['missing-input-secret']);
    const told = createHandler(server, { secret: SECRET, origins: [ORIGIN] });
    expect((await told(page())).status).toBe(200);
    const moved = createHandler(server, { secret: SECRET, path: '/api' });
    expect((await moved(request('siteverify', { secret: SECRET }))).status).toBe(404);
    const url = 'https://depthproof.example/api/siteverify';
    const there = new Request(url, request('siteverify', { secret: SECRET }));
    expect((await moved(there)).status).toBe(200);
  });

  it('knows a page by its domain in its own letters', async () => {
    const told = createHandler(server, { secret: SECRET, origins: ['https://bücher.example'] });
    const answer = await told(request('session', {}, { origin: 'https://xn--bcher-kva.example' }));
    expect(answer.status).toBe(200);
    const session = await opened({ origin: 'https://bücher.example' });
    expect(claims(session)).toMatchObject({ aud: 'https://xn--bcher-kva.example' });
  });

  it('lets an address wait after too many failures, whichever route it comes by', async () => {
    const remoteip = '192.0.2.1';
    const session = await opened({ remoteip });
    await recorded(session);
    const call = { secret: SECRET, response: await responseFor(session), remoteip };
    expect(await codes(await post('siteverify', { ...call, idempotency_key: 'a' }))).toEqual([]);
    expect(await codes(await post('siteverify', { ...call, idempotency_key: 'a' }))).toEqual([]);
    expect(await codes(await post('siteverify', call))).toEqual(['timeout-or-duplicate']);
    const refused = [
      await post('siteverify', call),
      await post('session', { secret: SECRET, origin: ORIGIN, remoteip }),
      await post('session', {}, { origin: ORIGIN, 'x-real-ip': remoteip }),
    ];
    for (const answer of refused) {
      expect(answer.status).toBe(429);
      const wait = Number(answer.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({ 'error-codes': ['too-many-attempts'], retry_after: wait });
    }
    expect(refused[2]?.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect((await post('session', {}, { origin: ORIGIN, 'x-real-ip': '192.0.2.2' })).status).toBe(200);
  });

  it('says 429 where it cannot judge in time', async () => {
    const sessions = await Promise.all([opened({}), opened({})]);
    await Promise.all(sessions.map(recorded));
    const responses = await Promise.all(sessions.map((session) => responseFor(session)));
    const answers = await Promise.all(
      responses.map((response) => post('siteverify', { secret: SECRET, response })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
    const busy = answers.find(({ status }) => status === 429);
    expect(busy?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(await busy?.json()).toMatchObject({ 'error-codes': ['busy'] });
  });

  it.each([
    [
      503,
      'store-unavailable',
      'The store does not answer: Error: gone',
      () => Promise.reject(new Error('gone')),
    ],
    [
      500,
      'internal-error',
      'Error: gone',
      () => {
        throw new Error('gone');
      },
    ],
  ])('says %i where the fault is here, and what it is in the log', async (status, code, message, fail) => {
    const log = vi.spyOn(process, 'emitWarning').mockReturnValue();
    vi.spyOn(store, 'open').mockImplementation(fail);
    const answer = await post('session', {}, { origin: ORIGIN });
    expect(answer.status).toBe(status);
    expect(await codes(answer)).toEqual([code]);
    expect(log.mock.calls).toEqual([[`depthproof: ${code}: ${message}`]]);
  });

  it('knows the secrets for tests, unless it is in production', async () => {
    const answer = async (secret: string) =>
      (await (await post('siteverify', { secret, response: 'x' })).json()) as Answer;
    const tested = {
      challenge_ts: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      hostname: 'localhost',
      reasons: [],
      signals: [],
    };
    expect(await answer('1x0000000000000000000000000000000AA')).toEqual({
      ...{ success: true, verdict: 'live', 'error-codes': [] },
      ...tested,
    });
    expect(await answer('2x0000000000000000000000000000000AA')).toEqual({
      ...{ success: false, verdict: 'spoof', 'error-codes': ['not-live'] },
      ...tested,
    });
    expect(await answer('3x0000000000000000000000000000000AA')).toEqual({
      ...{ success: false, 'error-codes': ['timeout-or-duplicate'] },
      ...tested,
    });
    const strict = [createHandler(server, { secret: SECRET, testSecrets: false })];
    vi.stubEnv('NODE_ENV', 'production');
    strict.push(createHandler(server, { secret: SECRET }));
    for (const one of strict)
      expect(await codes(await one(request('siteverify', { secret: TEST_SECRETS.passes })))).toEqual([
        'invalid-input-secret',
      ]);
  });

  it.each(['example.com', 'https://example.com/login', '*', ''])(
    'does not open for the origin %s',
    (origin) => {
      expect(() => createHandler(server, { secret: SECRET, origins: [ORIGIN, origin] })).toThrow(
        new RangeError(`'${origin}' is not an origin such as https://example.com, without a path.`),
      );
    },
  );

  it('wants a secret that cannot be guessed', () => {
    const refused = 'The secret must have at least 32 characters.';
    expect(() => createHandler(server, { secret: 'x'.repeat(31) })).toThrow(new RangeError(refused));
    expect(() => createHandler(server, { secret: 'x'.repeat(32) })).not.toThrow();
  });
});
