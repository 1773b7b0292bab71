import { describe, expect, it } from 'vitest';
import type { PartOfFrame, ReasonRecord } from '../records';
import { frame, scoredClip, verdict } from '../testing/records';
import { shownOf } from './shown';

const clip = (label: 'live' | 'attack', reasons?: ReasonRecord[]) => {
  const record = scoredClip({ id: 'a', label }, [0.5, 0.9, 0.1]);
  return { ...record, verdict: { ...verdict('spoof'), ...(reasons && { reasons }) } };
};

describe('shownOf', () => {
  it('shows where the reasons show, each frame once', () => {
    const shown = (window: number, frame: number): ReasonRecord => ({
      ...{ code: 'moves-as-one', weight: 1 },
      shown: { window, frame },
    });
    const outweighed: ReasonRecord = { code: 'outweighed', weight: 0 };
    expect(shownOf(clip('live', [outweighed, shown(1, 1), shown(0, 0), shown(2, 1)]))).toEqual({
      window: 1,
      frames: [1, 0],
    });
  });

  it('shows the window that speaks most against what the clip is where no reason names one', () => {
    expect(shownOf(clip('live'))).toEqual({ window: 2, frames: [2] });
    expect(shownOf(clip('attack'))).toEqual({ window: 1, frames: [1] });
  });

  it('shows a face in the middle of a clip without a window, if it has one', () => {
    const frames = [0, 1, 2, 3].map((time) =>
      frame({ time, ...(time > 1 && { box: [1, 2, 3, 4] as PartOfFrame }) }),
    );
    const bare = { ...clip('live'), windows: [] };
    expect(shownOf({ ...bare, frames: [] })).toEqual({ window: undefined, frames: [] });
    expect(shownOf({ ...bare, frames })).toEqual({ window: undefined, frames: [3] });
  });
});
