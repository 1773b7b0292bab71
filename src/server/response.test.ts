import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readEvidence } from './readEvidence';
import { factsOf } from './testing/evidence';
import { shipped } from './testing/shipped';
import { windowOf } from './testing/windows';
import { LONGEST_RESPONSE, writeResponse } from '../evidence/response';
import { chainOf } from '../evidence/chain';
import { respond } from '../evidence/page';

const facts = factsOf({ capture: { after: 10 } }, 0.9);

describe('a response', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is read as it was written, and is no longer than stated', async () => {
    const { frames } = await windowOf('print');
    const response = await writeResponse('a.b.c', facts, frames);
    expect(response.length).toBeLessThan(LONGEST_RESPONSE);
    const evidence = readEvidence(response, shipped);
    expect(evidence).toMatchObject({ token: 'a.b.c', facts });
    expect(evidence.frames).toEqual(frames);
    await evidence.checkChain();
  });

  it('has a chain that others can make from its description', async () => {
    const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
    const [one, other, text] = [Uint8Array.of(1, 2), Uint8Array.of(3), Uint8Array.of(4)];
    const time = Buffer.alloc(8);
    time.writeDoubleLE(12.5);
    const first = sha256(sha256(Buffer.from('token')), sha256(time), sha256(one), sha256(other));
    const chain = await chainOf('token', [12.5], [[one, other]], text);
    expect(Buffer.from(chain)).toEqual(sha256(first, sha256(text)));
  });

  it('comes from a page in milliseconds since its check began', async () => {
    vi.stubGlobal('location', { origin: 'https://login.example' });
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
    const session = { token: 'a.b.c', ttl: 180, capture: { after: 100 } };
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
});
