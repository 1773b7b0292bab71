import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LONGEST_RESPONSE } from '../evidence/response';
import type { DepthproofServer, OpenSession } from './depthproofServer';
import type { Answer } from './answer';
import { createHandler, TEST_SECRETS } from './handler';
import { ORIGIN, recorded, responseFor } from './testing/evidence';
import { openTestServer } from './testing/openTestServer';

const SECRET = 'a secret of thirty-two characters';

describe('the handler', { timeout: 60_000 }, () => {
  let server: DepthproofServer;
  let handle: (request: Request) => Promise<Response>;
  beforeAll(async () => {
    server = await openTestServer();
    handle = createHandler(server, { secret: SECRET, origins: [ORIGIN] });
  }, 120_000);
  afterAll(() => server.close());

  const post = (route: string, body: object | string, headers: Record<string, string> = {}) =>
    handle(
      new Request(`https://api.example/depthproof/${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  const codes = async (answer: Response) => ((await answer.json()) as Answer)['error-codes'];

  it('takes a check from a page through both routes', async () => {
    const opened = await post('session', { action: 'login' }, { origin: ORIGIN });
    expect(opened.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const session = (await opened.json()) as OpenSession;
    await recorded(session);
    const form = new URLSearchParams({
      secret: SECRET,
      response: await responseFor(session),
      action: 'login',
    });
    const answer = await post('siteverify', form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ success: true, action: 'login', hostname: 'login.example' });
  });

  it('lets no page speak for a subject, and no unknown one ask at all', async () => {
    const opened = await post('session', { subject: 'alice', ttl: 600 }, { origin: ORIGIN });
    const { token } = (await opened.json()) as OpenSession;
    expect(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).not.toContain('alice');
    for (const headers of [{ origin: 'https://evil.example' }, {}] as Record<string, string>[]) {
      const answer = await post('session', {}, headers);
      expect(answer.status).toBe(401);
      expect(await codes(answer)).toEqual(['missing-input-secret']);
    }
  });

  it.each([
    [403, 'invalid-input-secret', { secret: 'wrong', response: 'x' }],
    [401, 'missing-input-secret', { response: 'x' }],
    [200, 'missing-input-response', { secret: SECRET }],
    [413, 'response-too-large', { secret: SECRET, response: 'x'.repeat(LONGEST_RESPONSE + 1) }],
    [413, 'response-too-large', 'x'.repeat(LONGEST_RESPONSE + 50_000)],
    [400, 'bad-request', { secret: SECRET, response: 7 }],
    [400, 'bad-request', { secret: SECRET, response: 'x', surplus: 1 }],
    [400, 'bad-request', '{'],
    [400, 'bad-request', 'null'],
  ])('answers %i %s', async (status, code, body) => {
    const answer = await post('siteverify', body);
    expect(answer.status).toBe(status);
    expect(await codes(answer)).toEqual([code]);
  });

  it('answers nothing but POST, and no other path', async () => {
    const got = await handle(new Request('https://api.example/depthproof/session'));
    expect(got.status).toBe(405);
    expect(got.headers.get('allow')).toBe('POST, OPTIONS');
    expect((await handle(new Request('https://api.example/session', { method: 'POST' }))).status).toBe(404);
    const asked = await handle(
      new Request('https://api.example/depthproof/session', {
        method: 'OPTIONS',
        headers: { origin: ORIGIN },
      }),
    );
    expect(asked.status).toBe(204);
  });

  it('knows the secrets for tests, unless it is in production', async () => {
    const answer = async (secret: string) =>
      (await (await post('siteverify', { secret, response: 'x' })).json()) as Answer;
    expect(await answer(TEST_SECRETS.passes)).toMatchObject({ success: true });
    expect(await answer(TEST_SECRETS.fails)).toMatchObject({ success: false, 'error-codes': ['not-live'] });
    expect(await answer(TEST_SECRETS.spent)).toMatchObject({ 'error-codes': ['timeout-or-duplicate'] });
    handle = createHandler(server, { secret: SECRET, testSecrets: false });
    expect(await answer(TEST_SECRETS.passes)).toMatchObject({ 'error-codes': ['invalid-input-secret'] });
  });

  it('wants a secret that cannot be guessed', () => {
    expect(() => createHandler(server, { secret: 'short' })).toThrow(RangeError);
  });
});
