import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeResponse } from '../evidence/response';
import type { AuditRecord, DepthproofServer } from './depthproofServer';
import type { Refusal } from './errorCodes';
import { ORIGIN, factsOf, recorded, responseFor } from './testing/evidence';
import { openTestServer } from './testing/openTestServer';
import { windowOf } from './testing/windows';

const OPENING = 120_000;

describe('the server', { timeout: 60_000 }, () => {
  const records: AuditRecord[] = [];
  let server: DepthproofServer;
  const expected = { origin: ORIGIN, action: 'login', cdata: 'abc' };
  const session = async (subject?: string) => {
    const opened = await server.createSession({ origin: ORIGIN, action: 'login', cdata: 'abc', subject });
    await recorded(opened);
    return opened;
  };

  beforeAll(async () => {
    server = await openTestServer({
      audit: (record) => records.push(record),
      limits: { subject: { failures: 2 } },
    });
  }, OPENING);
  afterAll(() => server.close());

  it('accepts the evidence of a live person once', async () => {
    const response = await responseFor(await session());
    const answer = await server.verify(response, { expected });
    expect(answer).toEqual({
      success: true,
      verdict: 'live',
      challenge_ts: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      hostname: 'login.example',
      action: 'login',
      cdata: 'abc',
      reasons: expect.any(Array) as string[],
      signals: [],
      'error-codes': [],
    });
    expect(records.at(-1)).toMatchObject({ answer, judgement: { score: expect.any(Number) as number } });
    const again = await server.verify(response, { expected });
    expect(again).toMatchObject({ success: false, 'error-codes': ['timeout-or-duplicate'] });
  });

  it.each([
    [250, []],
    [301, ['times-implausible']],
  ])('takes evidence of a camera whose frames are %i ms apart as a browser does', async (gap, codes) => {
    const opened = await session();
    const { frames, score } = await windowOf('live');
    const facts = factsOf(opened, score);
    const times = facts.times.map((_, frame) => (facts.times[0] ?? NaN) + gap * frame);
    // So long a window takes until it can have been recorded.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const response = await writeResponse(opened.token, { ...facts, times }, frames);
    expect((await server.verify(response, { expected }))['error-codes']).toEqual(codes);
  });

  it('answers the same call again, but not another one', async () => {
    const opened = await session();
    const response = await responseFor(opened);
    const call = { expected, idempotencyKey: 'a' };
    expect(await server.verify(response, call)).toMatchObject({ success: true });
    expect(await server.verify(response, call)).toMatchObject({ success: true });
    const other = await writeResponse(opened.token, factsOf(opened, 0.5), (await windowOf('live')).frames);
    for (const [text, key] of [
      [response, 'b'],
      [other, 'a'],
    ] as const) {
      const answer = await server.verify(text, { expected, idempotencyKey: key });
      expect(answer['error-codes']).toEqual(['timeout-or-duplicate']);
    }
  });

  it.each(['print', 'replay'] as const)('keeps out a %s whose browser claims to be live', async (name) => {
    const answer = await server.verify(await responseFor(await session(), { name, score: 0.99 }), {
      expected,
    });
    expect(answer).toMatchObject({
      success: false,
      signals: ['score-disagrees'],
      'error-codes': ['not-live'],
    });
    expect(answer.verdict).not.toBe('live');
  });

  it.each([
    ['origin-mismatch', { ...expected, origin: 'https://other.example' }],
    ['action-mismatch', { ...expected, action: 'transfer' }],
    ['cdata-mismatch', { ...expected, cdata: 'abd' }],
    ['subject-mismatch', { ...expected, subject: 'eve' }],
  ])('gives %s where the session was for something else', async (code, wanted) => {
    const answer = await server.verify(await responseFor(await session('alice')), { expected: wanted });
    expect(answer['error-codes']).toEqual([code]);
  });

  it('lets a subject wait after too many failures, in createSession too', async () => {
    for (const wait of [false, false, true]) {
      const opened = wait ? undefined : await session('mallory');
      if (opened) {
        const answer = await server.verify(await responseFor(opened, { name: 'print' }), { expected });
        expect(answer['error-codes']).toEqual(['not-live']);
      } else {
        const refused = await session('mallory').catch((error: unknown) => error as Refusal);
        expect(refused).toMatchObject({ code: 'too-many-attempts' });
        expect((refused as Refusal).retryAfter).toBeGreaterThan(0);
        expect((refused as Refusal).retryAfter).toBeLessThanOrEqual(30);
      }
    }
  });

  it('turns away what it could not judge in time, before it reads it, and takes it later', async () => {
    const strict = await openTestServer({ longestWait: 0 });
    const responses = [];
    for (let index = 0; index < 3; index++) {
      const opened = await strict.createSession({ origin: ORIGIN });
      await recorded(opened);
      responses.push(await responseFor(opened));
    }
    const answers = Promise.all(responses.map((response) => strict.verify(response)));
    while (!strict.metrics().includes('depthproof_workers_busy 1'))
      await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await strict.verify('nothing')).toMatchObject({ 'error-codes': ['busy'], retry_after: 1 });
    const codes = (await answers).map((answer) => answer['error-codes'].join());
    expect([...codes].sort()).toEqual(['', 'busy', 'busy']);
    const again = await strict.verify(responses[codes.indexOf('busy')]);
    expect(again).toMatchObject({ success: true });
    await strict.close();
  });

  it('counts what it did', () => {
    const text = server.metrics();
    expect(text).toMatch(/^depthproof_verdicts_total\{verdict="live"\} [1-9]/m);
    expect(text).toMatch(/^depthproof_errors_total\{code="not-live"\} [1-9]/m);
    expect(text).toMatch(/^depthproof_verification_seconds_bucket\{le="\+Inf"\} [1-9]/m);
  });
});
