import { createHmac } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { mulberry32 } from '../../../evaluation/metrics/mulberry32';
import { LONGEST_RESPONSE, SEPARATOR, writeResponse, type Facts } from '../../evidence/response';
import type { FrameImages } from '../../evidence/chain';
import type { DepthproofServer, OpenSession } from '../depthproofServer';
import type { ErrorCode } from '../errorCodes';
import { ORIGIN, factsOf, recorded } from './evidence';
import { KEYS } from './openTestServer';
import { windowOf } from './windows';

/** A response that must not be accepted, and the codes of which one must be the reason. */
export interface Forgery {
  kind: string;
  response: unknown;
  codes: readonly ErrorCode[];
}

type Random = () => number;

/** What a forger starts with: a session of their own and all that an honest browser would send. */
interface Honest {
  session: OpenSession;
  facts: Facts;
  frames: FrameImages[];
  response: string;
  random: Random;
}

interface Kind {
  codes: readonly ErrorCode[];
  forge: (honest: Honest) => unknown;
}

const MALFORMED = ['invalid-input-response'] as const;
const BAD_TOKEN = ['session-invalid', 'invalid-input-response'] as const;

/** What a forger exchanges of all that an honest browser sends. */
interface Changes {
  token?: string;
  facts?: object;
  frames?: FrameImages[];
}

/** A kind that exchanges parts and chains all of it anew. */
const anew = (codes: Kind['codes'], change: (honest: Honest) => Changes | Promise<Changes>): Kind => ({
  codes,
  async forge(honest) {
    const { token = honest.session.token, facts, frames = honest.frames } = await change(honest);
    return writeResponse(token, { ...honest.facts, ...facts }, frames);
  },
});

/** A kind that puts another file in the place of one crop. */
const otherImage = (file: (honest: Honest) => Uint8Array): Kind =>
  anew(['image-invalid'], (honest) => {
    const { frames, random } = honest;
    return { frames: withImage(frames, random, file(honest)) };
  });

const forgedScore = (name: 'print' | 'replay'): Kind =>
  anew(['not-live'], async ({ random }) => ({
    facts: { score: 0.9 + random() / 10 },
    frames: (await windowOf(name)).frames,
  }));

/** Every kind of forgery that costs no judgement by the network: forging many of them is cheap. */
const kinds: Record<string, Kind> = {
  'a character exchanged': {
    codes: [
      'invalid-input-response',
      'session-invalid',
      'chain-broken',
      'model-mismatch',
      'origin-mismatch',
      'missing-input-response',
    ],
    forge({ response, random }) {
      const at = Math.floor(random() * response.length);
      return response.slice(0, at) + other(response.charAt(at), random) + response.slice(at + 1);
    },
  },
  truncated: {
    codes: ['invalid-input-response', 'missing-input-response'],
    forge: ({ response, random }) => response.slice(0, Math.floor(random() * response.length)),
  },
  lengthened: {
    codes: MALFORMED,
    forge: ({ response, random }) => response + SEPARATOR.repeat(1 + pick(40, random)),
  },
  oversize: {
    codes: ['response-too-large'],
    forge: ({ response, random }) => response.padEnd(LONGEST_RESPONSE + 1 + pick(1e6, random), 'A'),
  },
  'no response': {
    codes: ['missing-input-response', 'invalid-input-response', 'evidence-missing'],
    forge: ({ random }) =>
      one(['', undefined, null, 7, {}, [], '~', '~~~~~', 'null', '{}', '{"outcome":"live"}'], random),
  },
  noise: {
    codes: MALFORMED,
    forge: ({ random }) =>
      String.fromCharCode(...Array.from({ length: 1 + pick(5000, random) }, () => 97 + pick(26, random))),
  },
  're-ordered frames': {
    codes: ['chain-broken'],
    forge: ({ response, frames, random }) => {
      // From the second frame on all have as many crops.
      const size = frames[1]?.length ?? NaN;
      const first = 3 + (frames[0]?.length ?? NaN);
      return withParts(response, (parts) =>
        swapped(parts, first + size * pick(frames.length - 2, random), size),
      );
    },
  },
  'crops exchanged': {
    codes: ['chain-broken'],
    forge: ({ response, frames, random }) =>
      withParts(response, (parts) => swapped(parts, 3 + pick(frames.flat().length - 1, random), 1)),
  },
  'times exchanged, chained anew': anew(['times-implausible'], ({ facts, random }) => ({
    facts: { times: swapped(facts.times, pick(4, random), 1) },
  })),
  'times of another window': anew(['times-implausible'], ({ session, facts, random }) => {
    const early = session.capture.after + 1 + random() * 50;
    const times = facts.times.map((time) => Math.max(0, time - early));
    const capture = { ...facts.capture, firstGood: Math.max(100, times[0] ?? 0) };
    return { facts: { times, capture } };
  }),
  'times from the future': anew(['times-implausible'], ({ facts, random }) => {
    // Later than any session lasts.
    const later = 700_000 + random() * 1e6;
    const times = facts.times.map((time) => time + later);
    const capture = { ...facts.capture, firstGood: facts.capture.firstGood + later };
    return { facts: { times, capture } };
  }),
  'frames of another session': {
    codes: ['chain-broken'],
    forge: ({ session, response }) =>
      withParts(response, (parts) => [parts[0] ?? '', reissued(session.token), ...parts.slice(2)]),
  },
  'signed with an old key': anew(['session-invalid'], async ({ session, random }) => {
    const secret = Buffer.alloc(32, 3 + pick(200, random));
    return { token: await signed(session.token, secret, one(['new', 'old', 'older'], random)) };
  }),
  'unsigned token': anew(['session-invalid'], ({ session, random }) => {
    const alg = one(['none', 'None', 'NONE', ''], random);
    return { token: withHeader(session.token, { alg, kid: 'new', typ: 'depthproof-session+jwt' }, '') };
  }),
  'confused algorithm': anew(['session-invalid'], ({ session, random }) => {
    const alg = one(['HS512', 'RS256', 'ES256', 'EdDSA', 'HS384', 'A128KW'], random);
    return { token: withHeader(session.token, { alg, kid: 'new', typ: 'depthproof-session+jwt' }) };
  }),
  'another header': anew(['session-invalid'], ({ session, random }) => {
    const headers = [
      { alg: 'HS256' },
      { alg: 'HS256', kid: '../../dev/null' },
      { alg: 'HS256', kid: 'new', typ: 'JWT' },
      { alg: 'HS256', kid: 'new', crit: ['b64'], b64: false },
      { alg: 'HS256', kid: '__proto__' },
    ];
    return { token: withHeader(session.token, one(headers, random)) };
  }),
  'claims changed': anew(BAD_TOKEN, ({ session, random }) => {
    const claims = [
      { exp: 4e9 },
      { action: 'transfer' },
      { sub: 'root' },
      { aud: 'https://evil.example' },
      { capture: { after: 0 } },
      { jti: 'x' },
    ];
    return { token: withClaims(session.token, one(claims, random)) };
  }),
  'another origin': anew(['origin-mismatch'], ({ random }) => ({
    facts: { origin: one(['https://evil.example', 'null', '', `${ORIGIN}.evil.example`], random) },
  })),
  'wrong facts': anew(MALFORMED, ({ random }) => ({
    facts: one<object>(
      [
        { score: 2 },
        { score: -1 },
        { score: null },
        { score: '0.9' },
        { times: [] },
        { times: [1] },
        { times: Array(64).fill(1) },
        { extra: 1 },
        { windows: 'x' },
        { quality: { a: null } },
        { capture: {} },
        { model: null },
        { origin: 7 },
        { backend: '' },
        { __proto__: 1, toString: 2 },
      ],
      random,
    ),
  })),
  'NaN and Infinity': {
    codes: ['invalid-input-response'],
    forge: ({ response, facts, random }) => {
      const text = JSON.stringify(facts).replace(
        /"score":[\d.]+/,
        `"score":${one(['NaN', 'Infinity', '1e999', '-1e999', '0x1', '.9', 'null'], random)}`,
      );
      return withParts(response, (parts) => replaced(parts, 2, Buffer.from(text).toString('base64url')));
    },
  },
  'facts that are not JSON': {
    codes: MALFORMED,
    forge: ({ response, random }) =>
      withParts(response, (parts) =>
        replaced(
          parts,
          2,
          Buffer.from(
            one(
              ['[]', '"x"', '1', '{', '\u0000', '['.repeat(9000), '{"a":'.repeat(2000), '\xff\xfe'],
              random,
            ),
            'latin1',
          ).toString('base64url'),
        ),
      ),
  },
  'another model': anew(['model-mismatch'], ({ facts, random }) => ({
    facts: { model: { id: facts.model.id, sha256: random().toString(16) } },
  })),
  'too few frames': anew(['times-implausible'], ({ facts, frames, random }) => {
    const length = 2 + pick(3, random);
    return { facts: { times: facts.times.slice(0, length) }, frames: frames.slice(0, length) };
  }),
  'a crop too few': {
    codes: MALFORMED,
    forge: ({ response, random }) => withParts(response, (parts) => without(parts, 3 + pick(10, random))),
  },
  'no image': otherImage(({ random }) => bytes(pick(9000, random), random)),
  'an image of another kind': otherImage(({ random }) => {
    const files = [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'GIF89a',
      '\x89PNG\r\n\x1a\n',
      'RIFF....WEBPVP8 ',
      '\xff\xd8\xff\xd9',
      '\xff\xd8',
    ];
    return Buffer.from(one(files, random), 'latin1');
  }),
  'decompression bomb': otherImage(({ frames, random }) =>
    random() < 0.5 ? sized(frames, 1 + pick(65_535, random), 65_535) : deflateSync(Buffer.alloc(1e6)),
  ),
  'progressive, grey or arithmetic image': otherImage(({ frames, random }) => {
    const file = Buffer.from(frames[0]?.[0] ?? []);
    const markers = [0xc1, 0xc2, 0xc3, 0xc5, 0xc9, 0xca, 0xcf];
    file[file.indexOf(Buffer.from([0xff, 0xc0])) + 1] = one(markers, random);
    return file;
  }),
  'image cut short': otherImage(({ frames, random }) => {
    const file = frames[0]?.[1] ?? new Uint8Array();
    return file.slice(0, pick(file.length - 2, random));
  }),
};

/** Forgeries that the network or the store has to see. Each uses its session up. */
const judged: Record<string, Kind> = {
  'print with a forged score': forgedScore('print'),
  'replay with a forged score': forgedScore('replay'),
  'one frame, again and again': anew(['frames-implausible'], ({ frames, random }) => {
    const still = one(frames.slice(1), random);
    return { frames: frames.map((images, frame) => (frame === 0 ? images : still)) };
  }),
  'entropy-coded data damaged, chained anew': anew(
    ['image-invalid', 'frames-implausible', 'not-live'],
    ({ frames, random }) => ({
      frames: frames.map((images) => images.map((image) => scrambled(image, random))),
    }),
  ),
};

/**
 * Responses that must not be accepted, from a seed: the same ones every time.
 *
 * @param count of those that cost nothing to refuse; `costly` of those that a network must judge
 */
export async function* forgeries(
  server: DepthproofServer,
  seed: number,
  { count, costly }: { count: number; costly: number },
): AsyncGenerator<Forgery> {
  const random = mulberry32(seed);
  const session = await server.createSession({ origin: ORIGIN, action: 'login', ttl: 600 });
  await recorded(session);
  const { frames, score } = await windowOf('live');
  const facts = factsOf(session, score);
  const response = await writeResponse(session.token, facts, frames);
  yield* ofKinds(kinds, count, () => Promise.resolve({ session, facts, frames, response, random }));
  yield* ofKinds(judged, costly, async () => {
    const own = await server.createSession({ origin: ORIGIN, action: 'login', ttl: 600 });
    await recorded(own);
    return { session: own, facts: factsOf(own, score), frames, response, random };
  });
}

async function* ofKinds(
  from: Record<string, Kind>,
  count: number,
  honest: () => Promise<Honest>,
): AsyncGenerator<Forgery> {
  const all = Object.entries(from);
  for (let index = 0; index < count; index++) {
    const [kind, { codes, forge }] = all[index % all.length] ?? ['', { codes: [], forge: () => '' }];
    yield { kind, codes, response: await forge(await honest()) };
  }
}

function pick(below: number, random: Random): number {
  return Math.floor(random() * below);
}

function one<T>(values: readonly T[], random: Random): T {
  return values[pick(values.length, random)] as T;
}

function bytes(length: number, random: Random): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, () => pick(256, random));
}

function other(character: string, random: Random): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~'.replace(character, '');
  return letters.charAt(pick(letters.length, random));
}

function withParts(response: string, change: (parts: string[]) => string[]): string {
  return change(response.split(SEPARATOR)).join(SEPARATOR);
}

function replaced<T>(values: readonly T[], at: number, value: T): T[] {
  return [...values.slice(0, at), value, ...values.slice(at + 1)];
}

function without<T>(values: readonly T[], at: number): T[] {
  return values.filter((_, index) => index !== at);
}

/** Exchanges `size` entries with as many behind them. */
function swapped<T>(values: readonly T[], at: number, size: number): T[] {
  return [
    ...values.slice(0, at),
    ...values.slice(at + size, at + 2 * size),
    ...values.slice(at, at + size),
    ...values.slice(at + 2 * size),
  ];
}

function withImage(frames: FrameImages[], random: Random, file: Uint8Array): FrameImages[] {
  const at = pick(frames.length, random);
  return frames.map((images, frame) =>
    frame === at ? replaced(images, pick(images.length, random), Uint8Array.from(file)) : images,
  );
}

/** A real crop whose header promises another size. */
function sized(frames: FrameImages[], width: number, height: number): Uint8Array {
  const file = Buffer.from(frames[0]?.[0] ?? []);
  const header = file.indexOf(Buffer.from([0xff, 0xc0]));
  file.writeUInt16BE(height, header + 5);
  file.writeUInt16BE(width, header + 7);
  return file;
}

function scrambled(file: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(file);
  for (let change = 0; change < 40; change++) copy[700 + pick(copy.length - 710, random)] = pick(255, random);
  return copy;
}

function partsOf(token: string): [Record<string, unknown>, Record<string, unknown>, string] {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return [read(header), read(claims), signature];
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function withHeader(token: string, header: object, signature?: string): string {
  const [, claims, own] = partsOf(token);
  return [encoded(header), encoded(claims), signature ?? own].join('.');
}

function withClaims(token: string, changes: object): string {
  const [header, claims, signature] = partsOf(token);
  return [encoded(header), encoded({ ...claims, ...changes }), signature].join('.');
}

function signed(token: string, secret: Uint8Array, kid: string): Promise<string> {
  const [, claims] = partsOf(token);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid, typ: 'depthproof-session+jwt' })
    .sign(secret);
}

/** As the server would sign it, with another nonce. */
function reissued(token: string): string {
  const [header, claims] = partsOf(token);
  const text = [encoded(header), encoded({ ...claims, jti: 'another' })].join('.');
  const [key] = KEYS;
  return `${text}.${createHmac('sha256', key?.secret ?? '')
    .update(text)
    .digest('base64url')}`;
}
