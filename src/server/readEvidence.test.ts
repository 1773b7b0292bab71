import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { respond } from '../evidence/page';
import { LONGEST_RESPONSE, SEPARATOR, writeResponse } from '../evidence/response';
import { sentCrops } from '../evidence/window';
import { readEvidence } from './readEvidence';
import { factsOf } from './testing/evidence';
import { shipped } from './testing/shipped';

const facts = factsOf({ capture: { after: 10 } }, 0.9);
const frames = sentCrops(shipped).map((crops) => crops.map(() => Uint8Array.of(1, 2, 3)));
const written = (changed: object = {}) => writeResponse('a.b.c', { ...facts, ...changed }, frames);
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error;
const invalid = (message: RegExp) => refused('invalid-input-response', message);

/** The response with its parts changed. */
async function withParts(change: (parts: string[]) => string[]): Promise<string> {
  return change((await written()).split(SEPARATOR)).join(SEPARATOR);
}
/** The parts with another one in a place, counted from the end where it is negative. */
const put = (parts: string[], place: number, text: string) =>
  parts.map((part, index) => (index === (place + parts.length) % parts.length ? text : part));
const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('a response', () => {
  it.each([undefined, null, 7, {}, ''])('is missing where it is %o', (response) => {
    expect(() => readEvidence(response, shipped)).toThrow(refused('missing-input-response', /no response/));
  });

  it('has a longest length', () => {
    const long = (length: number) => 'x'.repeat(length);
    expect(() => readEvidence(long(LONGEST_RESPONSE), shipped)).toThrow(invalid(/format/));
    expect(() => readEvidence(long(LONGEST_RESPONSE + 1), shipped)).toThrow(
      refused('response-too-large', /150000/),
    );
  });

  it('is read however many windows the check had', async () => {
    vi.stubGlobal('location', { origin: facts.origin });
    onTestFinished(() => void vi.unstubAllGlobals());
    const windows = Array.from({ length: 150 }, (_, index) => ({
      ...{ startTime: index + 1 / 3, endTime: index + 2 / 3, score: 1 / 3 },
    }));
    const response = await respond(
      { token: 'a.b.c', ttl: 180, capture: { after: 10 } },
      0,
      { ...{ windows, injection: undefined }, backend: { name: 'wasm' }, model: facts.model },
      { ...facts, ...facts.capture, frames, firstGood: { timestamp: 0, at: 0 } },
    );
    const read = readEvidence(response, shipped).facts.windows;
    expect(read).toHaveLength(100);
    expect(read.at(-1)).toMatchObject({ start: 149 + 1 / 3 });
  });

  it('is a claim where it is JSON', () => {
    expect(() => readEvidence('{"outcome":"live"}', shipped)).toThrow(refused('evidence-missing', /claim/));
  });

  it.each<[string, RegExp, (parts: string[]) => string[]]>([
    ['another format', /another format/, ([, ...rest]) => ['depthproof-evidence-2', ...rest]],
    ['no token', /another format/, ([format = '', , ...rest]) => [format, '', ...rest]],
    ['nothing after the token', /another format/, (parts) => parts.slice(0, 2)],
    ['a crop too few', /number of crops/, (parts) => [...parts.slice(0, 3), ...parts.slice(4)]],
    ['a crop too many', /number of crops/, (parts) => [...parts.slice(0, 3), 'AQID', ...parts.slice(3)]],
    ['many parts', /number of crops/, (parts) => [...parts, ...Array<string>(50).fill('AQID')]],
    ['another alphabet', /base64url/, (parts) => put(parts, 4, '+/+/')],
    ['bits beyond the last byte', /base64url/, (parts) => put(parts, 4, 'AQIDBB')],
    ['a damaged chain', /base64url/, (parts) => put(parts, -1, '!')],
    ['facts that are not JSON', /not JSON/, (parts) => put(parts, 2, base64url('{'))],
    [
      'facts that are no UTF-8',
      /not JSON/,
      (parts) => put(parts, 2, Buffer.from('"\xff"', 'latin1').toString('base64url')),
    ],
    ['facts that are no object', /all is wrong/, (parts) => put(parts, 2, base64url('7'))],
    ['long facts', /too long/, (parts) => put(parts, 2, 'A'.repeat(16_385))],
    ['facts of the longest length', /not JSON/, (parts) => put(parts, 2, 'A'.repeat(16_384))],
  ])('is not valid with %s', async (_, why, change) => {
    const response = await withParts(change);
    expect(() => readEvidence(response, shipped)).toThrow(invalid(why));
  });

  it('must be of the same model, and of as many frames as it takes', async () => {
    const other = await written({ model: { id: 'other-1', sha256: '00' } });
    expect(() => readEvidence(other, shipped)).toThrow(
      refused('model-mismatch', /ran other-1, .* has depth/),
    );
    const four = await written({ times: facts.times.slice(1) });
    expect(() => readEvidence(four, shipped)).toThrow(refused('times-implausible', /number of frames/));
  });

  it('has a chain through just these frames', async () => {
    await readEvidence(await written(), shipped).checkChain();
    const changed = await withParts((parts) => put(parts, 5, 'AQIE'));
    await expect(readEvidence(changed, shipped).checkChain()).rejects.toThrow(
      refused('chain-broken', /chain/),
    );
    const short = await withParts((parts) => put(parts, -1, 'AQID'));
    await expect(readEvidence(short, shipped).checkChain()).rejects.toThrow(refused('chain-broken', /chain/));
  });
});

describe('facts', () => {
  const { capture } = facts;
  const [one] = facts.windows;
  const many = (count: number, item: unknown) => Array<unknown>(count).fill(item);
  const text = (length: number) => 'x'.repeat(length);
  const measures = (count: number) =>
    Object.fromEntries(many(count, 1).map((value, index) => [`m${String(index)}`, value]));

  it.each<[string, object]>([
    ['the least times', { times: [0, 0, 0, 0, 0] }],
    ['the latest times', { times: many(5, 3_600_000) }],
    ['the least score', { score: 0 }],
    ['the highest score', { score: 1 }],
    ['a long origin', { origin: text(300) }],
    ['many windows', { windows: many(100, one) }],
    ['many measures', { quality: measures(16) }],
    ['a negative measure', { quality: { [text(100)]: -1 } }],
    ['the smallest frame', { capture: { ...capture, width: 1, height: 1 } }],
    ['the largest frame', { capture: { ...capture, width: 16_384, height: 16_384 } }],
    ['no intervals', { capture: { ...capture, intervals: 0, uneven: undefined, frameRate: undefined } }],
    ['all that is optional', { capture: { ...capture, intervals: 100_000, uneven: 1, frameRate: 1000 } }],
    ['many hints', { capture: { ...capture, injection: many(16, 'label') } }],
    ['a long backend', { backend: text(100) }],
  ])('may have %s', async (_, changed) => {
    const response = await written(changed);
    expect(() => readEvidence(response, shipped)).not.toThrow();
  });

  it.each<[string, object, string?]>([
    ['a long origin', { origin: text(301) }],
    ['no origin', { origin: undefined }],
    ['one time', { times: [1] }],
    ['too many times', { times: many(17, 1) }],
    ['times before the check', { times: [-1, 0, 0, 0, 0] }, 'times.0'],
    ['times after an hour', { times: many(5, 3_600_001) }, 'times.0'],
    ['times that are text', { times: many(5, '1') }, 'times.0'],
    ['a negative score', { score: -0.001 }],
    ['a score above 1', { score: 1.001 }],
    ['too many windows', { windows: many(101, one) }],
    ['a window without a score', { windows: [{ start: 1, end: 2 }] }, 'windows.0.score'],
    ['a window with more', { windows: [{ ...one, more: 1 }] }, 'windows.0.more'],
    ['too many measures', { quality: measures(17) }],
    ['a measure without a name', { quality: { '': 1 } }, 'quality'],
    ['a measure with a long name', { quality: { [text(101)]: 1 } }, 'quality'],
    ['a measure that is none', { quality: { a: null } }, 'quality.a'],
    ['a frame of no width', { capture: { ...capture, width: 0 } }, 'capture.width'],
    ['a frame that is too high', { capture: { ...capture, height: 16_385 } }, 'capture.height'],
    ['half a pixel', { capture: { ...capture, width: 1.5 } }, 'capture.width'],
    ['a negative frame rate', { capture: { ...capture, frameRate: -1 } }, 'capture.frameRate'],
    ['a high frame rate', { capture: { ...capture, frameRate: 1001 } }, 'capture.frameRate'],
    ['half an interval', { capture: { ...capture, intervals: 0.5 } }, 'capture.intervals'],
    ['negative intervals', { capture: { ...capture, intervals: -1 } }, 'capture.intervals'],
    ['too many intervals', { capture: { ...capture, intervals: 100_001 } }, 'capture.intervals'],
    ['a share above 1', { capture: { ...capture, uneven: 1.1 } }, 'capture.uneven'],
    ['too many hints', { capture: { ...capture, injection: many(17, 'label') } }, 'capture.injection'],
    ['an empty hint', { capture: { ...capture, injection: [''] } }, 'capture.injection.0'],
    ['more of the camera', { capture: { ...capture, more: 1 } }, 'capture.more'],
    ['more of the model', { model: { ...facts.model, more: 1 } }, 'model.more'],
    ['an empty backend', { backend: '' }],
    ['more', { more: 1 }],
  ])('may not have %s', async (_, changed, path = Object.keys(changed)[0] ?? '') => {
    const response = await written(changed);
    const dots = path.replaceAll('.', '\\.');
    expect(() => readEvidence(response, shipped)).toThrow(
      invalid(new RegExp(`of its facts, ${dots}.* is wrong`)),
    );
  });
});
