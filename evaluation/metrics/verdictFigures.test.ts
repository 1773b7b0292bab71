import { describe, expect, it } from 'vitest';
import type { HintCode } from '../../src/quality/guidance';
import type { FrameRecord } from '../records';
import { clipRecord, frame, scoredClip, verdict } from '../testing/records';
import { rate } from './clopperPearson';
import { verdictFigures } from './verdictFigures';

/** A live clip that got no window. */
function withoutWindow(frames: FrameRecord[]) {
  return clipRecord({ id: 'a', label: 'live' }, { frames, verdict: verdict('inconclusive') });
}

function hinted(...hints: (HintCode | undefined)[]): FrameRecord[] {
  return hints.map((hint) => frame({ hint, faces: hint === 'no-face' ? 0 : 1 }));
}

describe('verdictFigures', () => {
  it('counts errors among the clips that got an answer, non-responses among all', () => {
    const figures = verdictFigures([
      scoredClip({ id: 'a', label: 'live' }, [0.9], 'live'),
      scoredClip({ id: 'b', label: 'live' }, [0.1], 'spoof'),
      scoredClip({ id: 'c', label: 'live' }, [0.5], 'inconclusive'),
      scoredClip({ id: 'd', label: 'attack', species: 'print' }, [0.1], 'spoof'),
      scoredClip({ id: 'e', label: 'attack', species: 'replay' }, [0.9], 'live'),
      scoredClip({ id: 'f', label: 'attack', species: 'replay' }, [0.1], 'spoof'),
      scoredClip({ id: 'g', label: 'attack', species: 'mask' }, [0.5], 'inconclusive'),
      clipRecord({ id: 'h', label: 'attack', species: 'print' }, { error: 'no such file' }),
    ]);
    expect(figures).toEqual({
      bpcer: rate(1, 2),
      apcer: [
        { species: 'replay', rate: rate(1, 2) },
        { species: 'print', rate: rate(0, 1) },
        { species: 'mask', rate: { errors: 0, trials: 0 } },
      ],
      nonResponse: [
        { group: 'live', rate: rate(1, 3), reasons: { 'source-ended': 1 } },
        { group: 'mask', rate: rate(1, 1), reasons: { 'source-ended': 1 } },
        { group: 'print', rate: rate(0, 1), reasons: {} },
        { group: 'replay', rate: rate(0, 2), reasons: {} },
      ],
    });
  });

  it.each([
    ['no-face', []],
    ['no-face', hinted('no-face', 'no-face')],
    ['blurred', hinted('too-dark', 'blurred', 'blurred', undefined)],
    ['no-face', hinted('no-face', 'no-face', 'blurred')],
    ['blurred', hinted('too-dark', 'blurred')],
    ['source-ended', hinted(undefined, undefined)],
  ])('gives %s as the reason where there is no window', (reason, frames) => {
    expect(verdictFigures([withoutWindow(frames)]).nonResponse[0]?.reasons).toEqual({ [reason]: 1 });
  });

  it('has no figures for no clips', () => {
    expect(verdictFigures([])).toEqual({ bpcer: { errors: 0, trials: 0 }, apcer: [], nonResponse: [] });
  });
});
