import { describe, expect, it } from 'vitest';
import { rules as sessionRules } from '../../src/session/testing/scoredWindow';
import type { WindowResult } from '../../src/session/windowResult';
import { rules as evidence } from '../testing/records';
import { ClipVerdict } from './clipVerdict';

const rules = { ...sessionRules, evidence };
const good = { timestamp: 0, faces: 1, hint: undefined, scoring: false };
const none = {
  ...good,
  faces: 0,
  hint: { code: 'no-face', measured: 0, threshold: 1, unit: 'faces' },
} as const;
const part = { x: 1, y: 2, width: 3, height: 4 };
/** A window in which nothing speaks against a real face, or a screen's texture does. */
const scored = (now: number, probability: number) =>
  ({
    type: 'window',
    now,
    window: {
      index: 7,
      probability,
      evidence: { texture: probability < 0.5 ? -3 : 3, surroundings: 0, rigidity: 0 },
      texture: { frame: 1, screen: 9 },
      frames: [now - 100, now].map((timestamp) => ({ timestamp, parts: { wide: part } })),
    } as unknown as WindowResult,
    scoring: false,
  }) as const;

describe('ClipVerdict', () => {
  it("goes by the clip's clock, and the first verdict counts", () => {
    const verdict = new ClipVerdict(5000, rules);
    verdict.take({ type: 'observed', now: 5000, observed: good });
    verdict.take(scored(5400, 0.99));
    verdict.take(scored(5900, 0.01));
    expect(verdict.conclude(6000)).toEqual({
      outcome: 'live',
      ending: 'confident',
      reasons: [{ code: 'nothing-against', weight: 0, shown: undefined }],
      probability: expect.closeTo(0.982, 3) as number,
      milliseconds: 400,
    });
  });

  it('says what speaks against a real face, and where it shows', () => {
    const verdict = new ClipVerdict(0, rules);
    verdict.take({ type: 'observed', now: 0, observed: good });
    verdict.take(scored(400, 0.01));
    const shown = { window: 7, timestamp: 400, part };
    expect(verdict.conclude(400)).toMatchObject({
      outcome: 'spoof',
      reasons: [{ code: 'screen-texture', weight: 4, shown }],
    });
  });

  it('is inconclusive when the clip ends undecided', () => {
    const verdict = new ClipVerdict(0, rules);
    verdict.take({ type: 'observed', now: 0, observed: good });
    verdict.take(scored(400, 0.5));
    expect(verdict.conclude(500)).toMatchObject({ outcome: 'inconclusive', ending: 'source-ended' });
  });

  it('says so when ten seconds pass without a face', () => {
    const verdict = new ClipVerdict(0, rules);
    for (let now = 0; now <= 11_000; now += 100) verdict.take({ type: 'observed', now, observed: none });
    expect(verdict.conclude(11_000)).toMatchObject({
      outcome: 'inconclusive',
      ending: 'no-face',
      reasons: [{ code: 'nothing-scored' }],
    });
  });
});
