import type { Verdict } from 'depthproof';
import { describe, expect, it } from 'vitest';
import { readResult, writeResult } from './permalink';

const verdict = {
  outcome: 'spoof',
  probability: 0.0382,
  ending: 'confident',
  milliseconds: 1581.6,
  reasons: [
    { code: 'screen-texture', weight: 2.13, shown: undefined },
    { code: 'medium-around-face', weight: 1, shown: undefined },
  ],
  windows: [],
  model: { id: 'depthproof-11' },
  backend: { name: 'wasm' },
} as unknown as Verdict;

describe('a link to a result', () => {
  it('says what a reader of the page saw', () => {
    expect(readResult(writeResult(verdict, 'print'))).toEqual({
      outcome: 'spoof',
      probability: 0.038,
      ending: 'confident',
      milliseconds: 1582,
      reasons: [
        { code: 'screen-texture', weight: 2.1 },
        { code: 'medium-around-face', weight: 1 },
      ],
      source: 'print',
      model: 'depthproof-11',
      backend: 'wasm',
    });
  });

  it('keeps what was not measured unmeasured', () => {
    const unscored = { ...verdict, probability: undefined, milliseconds: undefined };
    expect(readResult(writeResult(unscored, 'camera'))).toMatchObject({
      probability: undefined,
      milliseconds: undefined,
      source: 'camera',
    });
  });

  it.each([
    ['', 'no fragment'],
    ['#evidence-title', 'an anchor'],
    [writeResult(verdict, 'print').replace('spoof', 'genuine'), 'an unknown outcome'],
    [writeResult(verdict, 'print').replace('screen-texture', 'toString'), 'an unknown reason'],
    [writeResult(verdict, 'print').replace('depthproof-11', '<b>'), 'markup for a name'],
    [writeResult(verdict, 'print').slice(0, 80), 'one that was cut off'],
    [writeResult(verdict, 'print').replace('=0.038', '=38'), 'a probability above 1'],
    [writeResult(verdict, 'print').replace('=0.038', '=-0.038'), 'a probability below 0'],
    [writeResult(verdict, 'print').replace('=0.038', '=NaN'), 'a probability that is no number'],
    [writeResult(verdict, 'print').replace('=0.038', '='), 'an empty probability'],
    [writeResult(verdict, 'print').replace('=1582', '=-1582'), 'a time before the first frame'],
    [writeResult(verdict, 'print').replace(':2.1', ':NaN'), 'a weight that is no number'],
    [writeResult(verdict, 'print').replace(':2.1', ':Infinity'), 'a weight without end'],
  ])('%s is none: %s', (fragment) => {
    expect(readResult(fragment)).toBeUndefined();
  });
});
