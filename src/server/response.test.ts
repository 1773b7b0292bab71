import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readEvidence } from './readEvidence';
import { factsOf } from './testing/evidence';
import { shipped, windowOf } from './testing/windows';
import { LONGEST_RESPONSE, writeResponse } from '../evidence/response';
import { chainOf } from '../evidence/chain';

const facts = factsOf({ capture: { after: 10 } }, 0.9);

describe('a response', () => {
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
});
