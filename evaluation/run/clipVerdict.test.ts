import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../src/session/session';
import type { WindowResult } from '../../src/session/events';
import { ClipVerdict } from './clipVerdict';

const limits = {
  ...defaultLimits,
  liveProbability: 0.95,
  spoofProbability: 0.05,
  correlation: 0.88,
  largestLogOdds: 4,
};
const good = { timestamp: 0, faces: 1, hint: undefined, scoring: false };
const none = {
  ...good,
  faces: 0,
  hint: { code: 'no-face', measured: 0, threshold: 1, unit: 'faces' },
} as const;
const scored = (now: number, probability: number) =>
  ({ type: 'window', now, window: { probability } as WindowResult, scoring: false }) as const;

describe('ClipVerdict', () => {
  it("goes by the clip's clock, and the first verdict counts", () => {
    const verdict = new ClipVerdict(5000, limits);
    verdict.take({ type: 'observed', now: 5000, observed: good });
    verdict.take(scored(5400, 0.99));
    verdict.take(scored(5900, 0.01));
    expect(verdict.conclude(6000)).toEqual({
      outcome: 'live',
      reason: 'confident',
      probability: expect.closeTo(0.982, 3) as number,
      milliseconds: 400,
    });
  });

  it('is inconclusive when the clip ends undecided', () => {
    const verdict = new ClipVerdict(0, limits);
    verdict.take({ type: 'observed', now: 0, observed: good });
    verdict.take(scored(400, 0.5));
    expect(verdict.conclude(500)).toMatchObject({ outcome: 'inconclusive', reason: 'source-ended' });
  });

  it('says so when ten seconds pass without a face', () => {
    const verdict = new ClipVerdict(0, limits);
    for (let now = 0; now <= 11_000; now += 100) verdict.take({ type: 'observed', now, observed: none });
    expect(verdict.conclude(11_000)).toEqual({ outcome: 'inconclusive', reason: 'no-face' });
  });
});
