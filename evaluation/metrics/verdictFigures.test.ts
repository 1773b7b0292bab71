import { describe, expect, it } from 'vitest';
import type { HintCode } from '../../src/quality/guidance';
import type { Rate } from '../figures';
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
  it('shares out all clips, and counts errors among those that got an answer', () => {
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
    const shares = (group: string, letIn: number, turnedAway: number, noAnswer: number, errors: Rate) => {
      const all = letIn + turnedAway + noAnswer;
      return {
        ...{
          group,
          letIn: rate(letIn, all),
          turnedAway: rate(turnedAway, all),
          noAnswer: rate(noAnswer, all),
        },
        ...{ errors, whyNoAnswer: noAnswer > 0 ? { 'source-ended': noAnswer } : {} },
      };
    };
    expect(figures).toEqual({
      bonaFide: shares('bona fide', 1, 1, 1, rate(1, 2)),
      attacks: shares('all attacks', 1, 2, 1, rate(1, 3)),
      species: [
        shares('replay', 1, 1, 0, rate(1, 2)),
        shares('mask', 0, 0, 1, { errors: 0, trials: 0 }),
        shares('print', 0, 1, 0, rate(0, 1)),
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
    expect(verdictFigures([withoutWindow(frames)]).bonaFide.whyNoAnswer).toEqual({ [reason]: 1 });
  });

  it('has no figures for no clips', () => {
    expect(verdictFigures([])).toMatchObject({
      bonaFide: { letIn: { errors: 0, trials: 0 }, whyNoAnswer: {} },
      attacks: { letIn: { errors: 0, trials: 0 } },
      species: [],
    });
  });
});
