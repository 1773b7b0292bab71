import { availableParallelism } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FrameImages } from '../evidence/chain';
import { SEPARATOR, writeResponse } from '../evidence/response';
import { DepthproofServer, type AuditRecord, type Tracer } from './depthproofServer';
import type { Refusal } from './errorCodes';
import { MemoryStore } from './store/memory';
import { ORIGIN, factsOf, recorded, responseFor } from './testing/evidence';
import { files, KEYS, openTestServer } from './testing/openTestServer';
import { shipped } from './testing/shipped';
import { windowOf } from './testing/windows';

const OPENING = 120_000;

/** A worker that does only this. */
const workerOf = (code: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from 'node:worker_threads'; ${code}`)}`,
  );

describe('the server', { timeout: 60_000 }, () => {
  const records: AuditRecord[] = [];
  const spans: { name: string; attributes: Record<string, unknown>; ended: boolean }[] = [];
  const tracer: Tracer = {
    startActiveSpan(name, run) {
      const span = { name, attributes: {} as Record<string, unknown>, ended: false };
      spans.push(span);
      return run({
        setAttribute: (key, value) => (span.attributes[key] = value),
        end: () => (span.ended = true),
      });
    },
  };
  const store = new MemoryStore();
  let server: DepthproofServer;
  const expected = { origin: ORIGIN, action: 'login', cdata: 'abc' };
  const session = async (subject?: string, address?: string) => {
    const opened = await server.createSession(
      { origin: ORIGIN, action: 'login', cdata: 'abc', subject },
      address,
    );
    await recorded(opened);
    return opened;
  };

  beforeAll(async () => {
    server = await openTestServer({
      ...{ store, tracer },
      audit: (record) => records.push(record),
      limits: { subject: { failures: 2 }, address: { failures: 2 } },
    });
  }, OPENING);
  afterAll(() => server.close());
  afterEach(() => vi.restoreAllMocks());

  it('gives out a session for as long as it is asked to', async () => {
    const open = vi.spyOn(store, 'open');
    const { token, expires, ttl, capture } = await server.createSession({ origin: ORIGIN, ttl: 60 });
    expect(token.split('.')).toHaveLength(3);
    expect(capture).toEqual({ after: expect.any(Number) as number });
    expect(ttl).toBe(60);
    expect(Date.parse(expires) - Date.now()).toBeLessThanOrEqual(60_000);
    expect(Date.parse(expires) - Date.now()).toBeGreaterThan(0);
    expect(open.mock.calls).toEqual([[expect.stringMatching(/./), 60]]);
  });

  it('accepts the evidence of a live person once', async () => {
    const address = '192.0.2.1';
    const response = await responseFor(await session('alice'));
    // A browser writes no default port.
    const answer = await server.verify(response, {
      expected: { ...expected, origin: `${ORIGIN}:443` },
      address,
    });
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
    const { challenge_ts: began = '' } = answer;
    expect(Math.abs(Date.now() - Date.parse(began))).toBeLessThan(60_000);
    const { frames, score } = await windowOf('live');
    const { id, sha256 } = shipped;
    expect(records.at(-1)).toMatchObject({
      ...{ answer, address, frames, message: undefined },
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      session: { origin: ORIGIN, action: 'login', cdata: 'abc', subject: 'alice' },
      judgement: { score: expect.any(Number) as number },
      facts: { origin: ORIGIN, score },
      model: { id, sha256 },
    });
    expect(spans.at(-1)).toEqual({
      name: 'depthproof.verify',
      attributes: { 'depthproof.result': 'success' },
      ended: true,
    });
    const again = await server.verify(response, { expected });
    expect(again).toMatchObject({ success: false, 'error-codes': ['timeout-or-duplicate'] });
    expect(records.at(-1)?.message).toBe('The session was used before, or is not known any more.');
    expect(spans.at(-1)).toMatchObject({ attributes: { 'depthproof.result': 'timeout-or-duplicate' } });
  });

  it('says no more than it knows of what is no response', async () => {
    expect(await server.verify('nothing')).toStrictEqual({
      ...{ success: false, reasons: [], signals: [] },
      'error-codes': ['invalid-input-response'],
    });
    expect(records.at(-1)).toMatchObject({ session: undefined, facts: undefined, frames: undefined });
  });

  it('refuses what does not fit together, and still takes the honest response of that session', async () => {
    const opened = await session();
    const { frames, score } = await windowOf('live');
    const facts = factsOf(opened, score);
    const write = (changed: FrameImages[], origin = ORIGIN) =>
      writeResponse(opened.token, { ...facts, origin }, changed);
    const honest = await write(frames);
    const other = await write([...frames].reverse());
    const images = frames.at(-1) ?? [];
    const withLast = (last: FrameImages) => write([...frames.slice(0, -1), last]);
    const noCrop = 'A crop is not a JPEG of the size that the model takes.';
    for (const [code, message, response] of [
      [
        'chain-broken',
        'The hash chain does not lead through these frames.',
        [...honest.split(SEPARATOR).slice(0, -1), other.split(SEPARATOR).at(-1)].join(SEPARATOR),
      ],
      [
        'origin-mismatch',
        `The session is for ${ORIGIN}, not https://evil.example.`,
        await write(frames, 'https://evil.example'),
      ],
      // The last crop of the last frame cut short, and that frame's crops in another order, which have two sizes.
      [
        'image-invalid',
        noCrop,
        await withLast([...images.slice(0, -1), images.at(-1)?.slice(0, -1) ?? new Uint8Array()]),
      ],
      ['image-invalid', noCrop, await withLast([...images].reverse())],
    ] as const) {
      const answer = await server.verify(response);
      expect(answer).toMatchObject({ success: false, 'error-codes': [code] });
      expect(records.at(-1)?.message).toBe(message);
    }
    expect(await server.verify(honest)).toMatchObject({ success: true });
  });

  it('takes crops with restart intervals, as Safari encodes them', async () => {
    const opened = await session();
    const { frames, score } = await windowOf('live');
    // An interval longer than the scan changes nothing after the header.
    const interval = [0xff, 0xdd, 0, 4, 0xff, 0xff];
    const withInterval = frames.map((images) =>
      images.map((image) => Uint8Array.from([...image.slice(0, 2), ...interval, ...image.slice(2)])),
    );
    const response = await writeResponse(opened.token, factsOf(opened, score), withInterval);
    expect(await server.verify(response, { expected })).toMatchObject({ success: true, signals: [] });
  });

  it('comes to no verdict over a frame that is there twice', async () => {
    const opened = await session();
    const { frames, score } = await windowOf('live');
    const [first, second, third] = frames as [FrameImages, FrameImages, FrameImages];
    const twice = [first, second, third, third, ...frames.slice(4)];
    const answer = await server.verify(await writeResponse(opened.token, factsOf(opened, score), twice));
    expect(answer).toMatchObject({ success: false, reasons: [], 'error-codes': ['frames-implausible'] });
    expect(answer).not.toHaveProperty('verdict');
  });

  it('passes on each sign of injection once, and a score that is further off than compression explains', async () => {
    const opened = await Promise.all([session(), session()]);
    const { frames, score } = await windowOf('live');
    const answers = [];
    for (const [index, [off, injection]] of [
      [0.019, []],
      [0.021, ['label', 'settings', 'timing', 'noise', 'label', 'other']],
    ].entries() as Iterable<[number, [number, string[]]]>) {
      const one = opened[index] ?? opened[0];
      const facts = factsOf(one, score - off);
      const capture = { ...facts.capture, injection };
      answers.push(await server.verify(await writeResponse(one.token, { ...facts, capture }, frames)));
    }
    const signals = ['injection-label', 'injection-settings', 'injection-timing', 'injection-noise'];
    expect(answers).toMatchObject([
      { success: true, signals: [] },
      { success: true, signals: ['score-disagrees', ...signals] },
    ]);
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

  it('takes an empty key for none, as a form sends it', async () => {
    const response = await responseFor(await session());
    const call = { expected, idempotencyKey: '' };
    expect(await server.verify(response, call)).toMatchObject({ success: true });
    expect((await server.verify(response, call))['error-codes']).toEqual(['timeout-or-duplicate']);
  });

  it('counts a failure once, however often the same call asks for its answer', async () => {
    const address = '192.0.2.5';
    const response = await responseFor(await session('frank', address), { name: 'print' });
    for (let call = 0; call < 3; call++) {
      const answer = await server.verify(response, { expected, address, idempotencyKey: 'a' });
      expect(answer['error-codes']).toEqual(['not-live']);
    }
    const other = await responseFor(await session('frank', address), { name: 'print' });
    expect((await server.verify(other, { address }))['error-codes']).toEqual(['not-live']);
    await expect(session('frank')).rejects.toThrow('Too many failed attempts.');
    await expect(session(undefined, address)).rejects.toThrow('Too many failed attempts.');
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
    // As of a browser that sends no cookie.
    ['cdata-mismatch', { ...expected, cdata: undefined }],
    ['origin-mismatch', { ...expected, origin: undefined }],
  ])('gives %s where the session was for something else', async (code, wanted) => {
    const answer = await server.verify(await responseFor(await session('alice')), { expected: wanted });
    expect(answer['error-codes']).toEqual([code]);
  });

  it('lets a subject wait after too many failures, in createSession too', async () => {
    const early = await responseFor(await session('mallory'));
    for (let failure = 0; failure < 2; failure++) {
      const answer = await server.verify(await responseFor(await session('mallory'), { name: 'print' }), {
        expected,
      });
      expect(answer['error-codes']).toEqual(['not-live']);
      expect(records.at(-1)?.message).toMatch(/^The verdict is (spoof|inconclusive)\.$/);
    }
    const message = 'Too many failed attempts.';
    const refused = await session('mallory').catch((error: unknown) => error as Refusal);
    expect(refused).toMatchObject({ code: 'too-many-attempts', message });
    expect((refused as Refusal).retryAfter).toBeGreaterThan(0);
    expect((refused as Refusal).retryAfter).toBeLessThanOrEqual(30);
    const answer = await server.verify(early, { expected });
    expect(answer['error-codes']).toEqual(['too-many-attempts']);
    expect(answer.retry_after).toBeGreaterThan(0);
    // Nobody else has to.
    await session('bob');
    await session(undefined, 'mallory');
  });

  it('forgives a subject all failures after a success, and an address only that attempt', async () => {
    for (const [subject, address] of [
      ['carol', undefined],
      [undefined, '192.0.2.2'],
    ] as const) {
      for (const name of ['print', 'live', 'print'] as const)
        await server.verify(await responseFor(await session(subject, address), { name }), { address });
      const codes = session(subject, address).then(
        () => 'none',
        (error: unknown) => (error as Refusal).code,
      );
      expect(await codes).toBe(subject ? 'none' : 'too-many-attempts');
    }
    await session(undefined, '192.0.2.3');
  });

  it('counts the failures of an IPv6 network together, whose addresses one visitor has', async () => {
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:3::1'])
      await server.verify(await responseFor(await session(), { name: 'print' }), { address });
    await expect(session(undefined, '2001:db8:1:2::5')).rejects.toThrow('Too many failed attempts.');
    await session(undefined, '2001:db8:1:3::1');
  });

  it('counts nothing against a subject while the address has to wait', async () => {
    const address = '192.0.2.4';
    const early = await Promise.all(Array.from({ length: 3 }, () => session('erin')));
    for (const name of ['print', 'print'] as const)
      await server.verify(await responseFor(await session(), { name }), { address });
    for (const opened of early) {
      const answer = await server.verify(await responseFor(opened), { address });
      expect(answer['error-codes']).toEqual(['too-many-attempts']);
    }
    await session('erin');
  });

  it('counts nothing against a subject or an address that is empty', async () => {
    for (const name of ['print', 'print'] as const)
      await server.verify(await responseFor(await session(''), { name }), { address: '' });
    await session('', '');
  });

  it('accepts nothing where something fails here, and says what in the log', async () => {
    const log = vi.spyOn(process, 'emitWarning').mockReturnValue();
    vi.spyOn(store, 'forgive').mockRejectedValueOnce(new Error('gone'));
    const response = await responseFor(await session('dave'));
    const answer = await server.verify(response);
    expect(answer).toMatchObject({ success: false, verdict: 'live', 'error-codes': ['store-unavailable'] });
    const key = Symbol('key') as unknown as string;
    expect(await server.verify(response, { idempotencyKey: key })).toMatchObject({
      ...{ success: false, 'error-codes': ['internal-error'] },
    });
    expect(log.mock.calls).toEqual([
      ['depthproof: store-unavailable: The store does not answer: Error: gone'],
      ['depthproof: internal-error: TypeError: Cannot convert a Symbol value to a string'],
    ]);
  });

  it('answers where the record cannot be written, and says so in the log', async () => {
    const log = vi.spyOn(process, 'emitWarning').mockReturnValue();
    vi.spyOn(records, 'push').mockReturnValue(Promise.reject(new Error('full')) as unknown as number);
    expect(await server.verify('')).toMatchObject({ 'error-codes': ['missing-input-response'] });
    expect(log.mock.calls).toEqual([['depthproof: the audit function failed: Error: full']]);
  });

  it('is ready while its store answers', async () => {
    await server.ready();
    vi.spyOn(store, 'check').mockRejectedValueOnce(new Error('gone'));
    await expect(server.ready()).rejects.toThrow('gone');
  });

  it('turns away what it could not judge in time, before it reads it, and takes it later', async () => {
    const log = vi.spyOn(process, 'emitWarning');
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
    // One that is refused leaves its place.
    const twice = await strict.verify(responses[codes.indexOf('')]);
    expect(twice).toMatchObject({ 'error-codes': ['timeout-or-duplicate'] });
    expect(await strict.verify(responses[codes.lastIndexOf('busy')])).toMatchObject({ success: true });
    // Nobody wants records, and nothing failed here.
    expect(log).not.toHaveBeenCalled();
    await strict.close();
    await expect(strict.ready()).rejects.toThrow('A worker ended.');
  });

  it('counts what it did', async () => {
    const spent = () => Number(/^depthproof_verification_seconds_sum (.*)$/m.exec(server.metrics())?.[1]);
    const [before, started] = [spent(), performance.now()];
    for (const name of ['live', 'print'] as const)
      await server.verify(await responseFor(await session(), { name }));
    expect(spent() - before).toBeGreaterThan(0);
    expect(spent() - before).toBeLessThan((performance.now() - started) / 1000);
    const text = server.metrics();
    expect(text).toMatch(/^depthproof_sessions_total [1-9]/m);
    expect(text).toMatch(/^depthproof_verdicts_total\{verdict="live"\} [1-9]/m);
    expect(text).toMatch(/^depthproof_errors_total\{code="not-live"\} [1-9]/m);
    expect(text).toMatch(/^depthproof_verification_seconds_bucket\{le="\+Inf"\} [1-9]/m);
  });
});

describe('a server that opens', { timeout: 60_000 }, () => {
  const telling = workerOf('throw new Error(JSON.stringify(workerData))');

  it('refuses unusable keys before it starts a worker', async () => {
    const opening = openTestServer({ keys: [], files: { ...files, worker: telling } });
    await expect(opening).rejects.toThrow(RangeError);
  });

  it.each([
    ['longestWait', { longestWait: NaN }],
    ['failures', { limits: { subject: { failures: NaN } } }],
    ['pause', { limits: { address: { pause: -1 } } }],
    ['memory', { limits: { address: { memory: '60' as unknown as number } } }],
  ])('refuses a %s that is none before it starts a worker', async (name, options) => {
    const opening = openTestServer({ ...options, files: { ...files, worker: telling } });
    await expect(opening).rejects.toThrow(new RangeError(`${name} must be a number of 0 or more.`));
  });

  it('looks for its files beside its own module', async () => {
    const src = new URL('..', import.meta.url).pathname;
    await expect(DepthproofServer.open({ keys: KEYS })).rejects.toThrow(`${src}assets/model/model.json`);
    const { model, tfjsWasm, jpegWasm } = files;
    const opening = openTestServer({ files: { model, tfjsWasm, jpegWasm } });
    await expect(opening).rejects.toThrow(`${src}server/worker.js`);
    for (const gpu of [false, true]) {
      const told = openTestServer({ files: { model, worker: telling }, ...(gpu && { gpu }) });
      const settings = {
        model,
        tfjsWasm: `${src}assets/tfjs-backend-wasm-simd.wasm`,
        jpegWasm: `${src}server/mozjpeg_dec.wasm`,
        gpu,
      };
      await expect(told).rejects.toThrow(JSON.stringify(settings));
    }
  });

  it('has a worker for each processor, and takes what they can judge within a second', async () => {
    const log = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const silent = workerOf(
      'parentPort.on("message", () => {}); parentPort.postMessage({ type: "opened" });',
    );
    const server = await DepthproofServer.open({ keys: KEYS, files: { ...files, worker: silent } });
    // By the first guess of 250 ms a window.
    const places = 4 * availableParallelism();
    const opened = await Promise.all(
      Array.from({ length: places + 1 }, () => server.createSession({ origin: ORIGIN })),
    );
    await Promise.all(opened.map(recorded));
    const answers = [];
    for (const one of opened) answers.push(server.verify(await responseFor(one)));
    expect(await Promise.race(answers)).toMatchObject({ 'error-codes': ['busy'], retry_after: 2 });
    await server.close();
    const codes = (await Promise.all(answers)).map((answer) => answer['error-codes'].join());
    expect(codes.sort()).toEqual(['busy', ...Array<string>(places).fill('internal-error')]);
    log.mockRestore();
  });
});
