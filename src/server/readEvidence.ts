import * as v from 'valibot';
import { chainOf, type FrameImages } from '../evidence/chain';
import { FORMAT, LONGEST_RESPONSE, MOST_WINDOWS, SEPARATOR, type Facts } from '../evidence/response';
import { sentCrops } from '../evidence/window';
import type { Model } from '../model/manifest';
import { Refusal } from './errorCodes';

/** A response taken apart. Nothing in it is proved yet but its form. */
export interface Evidence {
  token: string;
  facts: Facts;
  frames: FrameImages[];
  /** Throws where the chain does not lead through these frames. */
  checkChain(): Promise<void>;
}

/** Largest number of frames a window may have, whatever the model. */
const MOST_FRAMES = 16;
const LONGEST_FACTS = 16_384;

const time = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(3_600_000));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_384));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** As `Facts`; JSON has no NaN, and Infinity (1e999) is beyond every limit. */
const factsSchema = v.strictObject({
  origin: v.pipe(v.string(), v.maxLength(300)),
  times: v.pipe(v.array(time), v.minLength(2), v.maxLength(MOST_FRAMES)),
  score: share,
  windows: v.pipe(
    v.array(v.strictObject({ start: time, end: time, score: share })),
    v.maxLength(MOST_WINDOWS),
  ),
  quality: v.pipe(
    v.record(name, v.pipe(v.number(), v.finite())),
    v.check((measures) => Object.keys(measures).length <= 16),
  ),
  capture: v.strictObject({
    firstGood: time,
    width: pixels,
    height: pixels,
    frameRate: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1000))),
    intervals: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
    uneven: v.exactOptional(share),
    injection: v.pipe(v.array(name), v.maxLength(16)),
  }),
  model: v.strictObject({ id: name, sha256: name }),
  backend: name,
});

/**
 * Takes a response apart. A frame has as many crops as `model` sees.
 *
 * @throws {Refusal} `missing-input-response`, `response-too-large`, `evidence-missing`, `invalid-input-response`,
 *   `model-mismatch`, `times-implausible`
 */
export function readEvidence(response: unknown, model: Model): Evidence {
  if (typeof response !== 'string' || response === '')
    throw new Refusal('missing-input-response', 'There is no response.');
  if (response.length > LONGEST_RESPONSE)
    throw new Refusal(
      'response-too-large',
      `The response has more than ${String(LONGEST_RESPONSE)} characters.`,
    );
  // A check without evidence gives JSON.
  if (response.startsWith('{'))
    throw new Refusal(
      'evidence-missing',
      'The response is a claim without evidence. Give the widget a session.',
    );
  const crops = sentCrops(model);
  const [format, token, factsText, ...rest] = response.split(SEPARATOR, crops.flat().length + 5);
  if (format !== FORMAT || !token || !factsText) throw invalid('it is of another format');
  if (factsText.length > LONGEST_FACTS) throw invalid('its facts are too long');
  const factsBytes = decode(factsText);
  const facts = readFacts(factsBytes);
  if (facts.model.sha256 !== model.sha256)
    throw new Refusal('model-mismatch', `The browser ran ${facts.model.id}, this server has ${model.id}.`);
  if (facts.times.length !== crops.length)
    throw new Refusal('times-implausible', 'The model takes another number of frames.');
  const chain = decode(rest.pop() ?? '');
  if (rest.length !== crops.flat().length) throw invalid('it has another number of crops');
  const images = rest.map(decode);
  const frames = crops.map(({ length }) => images.splice(0, length));
  return {
    token,
    facts,
    frames,
    async checkChain() {
      const expected = await chainOf(token, facts.times, frames, factsBytes);
      if (Buffer.compare(expected, chain) !== 0)
        throw new Refusal('chain-broken', 'The hash chain does not lead through these frames.');
    },
  };
}

function readFacts(bytes: Uint8Array): Facts {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalid('its facts are not JSON');
  }
  const result = v.safeParse(factsSchema, json, { abortEarly: true });
  if (!result.success) throw invalid(`of its facts, ${v.getDotPath(result.issues[0]) ?? 'all'} is wrong`);
  return result.output;
}

/** Strict base64url: one text for the same bytes only. */
function decode(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw invalid('a part is not base64url');
  return Uint8Array.from(bytes);
}

function invalid(why: string): Refusal {
  return new Refusal('invalid-input-response', `The response is not valid: ${why}.`);
}
