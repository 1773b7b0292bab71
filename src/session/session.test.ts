import { describe, expect, it } from 'vitest';
import type { Hint } from '../quality/guidance';
import { rules, scoredWindow } from './testing/scoredWindow';
import { advance, startSession, type Conclusion, type SessionInput } from './session';

function frame(
  now: number,
  {
    faces = 1,
    hint,
    scoring = false,
    timestamp = now,
  }: { faces?: number; hint?: Hint; scoring?: boolean; timestamp?: number } = {},
): SessionInput {
  return { type: 'observed', now, observed: { timestamp, faces, hint, scoring } };
}

/** A window of 400 ms that ended 100 ms before it was scored, unless said otherwise. */
function scored(now: number, probability: number, endTime = now - 100, scoring = false): SessionInput {
  const window = scoredWindow(endTime - 400, probability);
  return { type: 'window', now, window, scoring };
}

/** Frames while the network always has a window to read. */
const busy = (from: number, to: number) => every100(from, to, (now) => frame(now, { scoring: now > 500 }));

const blurred: Hint = { code: 'blurred', measured: 0, threshold: 0.01, unit: '' };
const noFace: Hint = { code: 'no-face', measured: 0, threshold: 1, unit: 'faces' };

/** Feeds inputs until the check ends. */
function run(inputs: readonly SessionInput[]): { conclusion?: Conclusion; noFace?: true; at?: number } {
  let session = startSession(0);
  for (const input of inputs) {
    const result = advance(session, input, rules);
    session = result.session;
    if (result.conclusion) return { conclusion: result.conclusion, at: input.now };
    if (result.noFace) return { noFace: true, at: input.now };
  }
  return {};
}

/** Takes inputs of a check that goes on after its verdicts, and gives those. */
function continuous() {
  let session = startSession(0);
  return (...inputs: SessionInput[]) =>
    inputs.flatMap((input) => {
      const { session: after, conclusion } = advance(session, input, rules);
      session = after;
      return conclusion ?? [];
    });
}

const every100 = <T>(from: number, to: number, make: (now: number) => T) =>
  Array.from({ length: (to - from) / 100 + 1 }, (_, index) => make(from + index * 100));

describe('advance', () => {
  it('is confident after one clear window, counted from the first good frame', () => {
    const { conclusion } = run([
      ...every100(0, 300, (now) => frame(now, { hint: blurred })),
      frame(400),
      scored(900, 0.98),
    ]);
    expect(conclusion).toMatchObject({ outcome: 'live', ending: 'confident', milliseconds: 500 });
  });

  it('adds up windows that are not clear alone', () => {
    const { conclusion } = run([frame(0), scored(500, 0.055), frame(600), scored(1000, 0.055)]);
    expect(conclusion).toMatchObject({ outcome: 'spoof', ending: 'confident' });
    expect(conclusion?.windows).toHaveLength(2);
  });

  it('is inconclusive after eight windows that do not agree, however long each takes', () => {
    for (const time of [500, 5000]) {
      const windows = Array.from({ length: 9 }, (_, index) => scored(time * (index + 1), 0.6));
      const { conclusion, at } = run([frame(0), ...windows]);
      expect(conclusion).toMatchObject({ outcome: 'inconclusive', ending: 'limit' });
      expect(at).toBe(8 * time);
    }
  });

  it('is inconclusive after eight windows also where there is always another one', () => {
    const windows = Array.from({ length: 9 }, (_, index) => scored(500 * (index + 1), 0.6, undefined, true));
    expect(run([frame(0), ...windows]).at).toBe(4000);
  });

  it('says undefined, not zero, where no window was scored', () => {
    const { conclusion } = run(every100(0, 61_000, (now) => frame(now)));
    expect(conclusion).toMatchObject({
      outcome: 'inconclusive',
      probability: undefined,
      reasons: [{ code: 'nothing-scored' }],
      windows: [],
    });
  });

  it('waits beyond its last moment for a window that is being scored', () => {
    const slow = every100(0, 64_000, (now) => frame(now, { scoring: now > 58_000 }));
    expect(run([...slow, scored(64_050, 0.97)]).conclusion).toMatchObject({
      outcome: 'live',
      ending: 'confident',
    });
    expect(run([...slow, scored(64_050, 0.7)]).conclusion).toMatchObject({
      outcome: 'inconclusive',
      ending: 'limit',
    });
  });

  it.each([
    [true, 100],
    [false, undefined],
  ])(
    'after a window that does not count, with another in the queue: %s, waits since %s',
    (scoring, since) => {
      const waiting = { ...startSession(0, 1000), scoringSince: 100 };
      expect(advance(waiting, scored(2000, 0.98, 1000, scoring), rules).session.scoringSince).toBe(since);
    },
  );

  it.each([
    [undefined, undefined],
    [100, 60_000],
  ])('back after a break, a wait since %s is one since %s', (before, after) => {
    const session = { ...startSession(0), scoringSince: before };
    expect(advance(session, { type: 'resumed', now: 60_000 }, rules).session.scoringSince).toBe(after);
  });

  it('waits for a window whose scoring begins with the score of another', () => {
    const seen = every100(0, 59_800, (now) => frame(now, { scoring: now > 58_000 }));
    const ticks = every100(60_000, 62_000, (now) => ({ type: 'tick', now }) as const);
    const windows = [scored(59_900, 0.94, 58_500, true), ...ticks, scored(62_100, 0.99, 59_000)];
    expect(run([...seen, ...windows]).conclusion).toMatchObject({ outcome: 'live', ending: 'confident' });
  });

  it('waits for no window whose scoring begins when it is over, though there is always one', () => {
    const slow = every100(0, 61_000, (now) => frame(now, { scoring: now > 58_000 }));
    const { conclusion, at } = run([
      ...slow,
      scored(61_050, 0.7, 58_500, true),
      scored(62_100, 0.99, 59_000),
    ]);
    expect(conclusion).toMatchObject({ outcome: 'inconclusive', ending: 'limit' });
    expect(at).toBe(61_050);
  });

  it('ends with no-face after ten seconds without one', () => {
    const { noFace: ended, at } = run(every100(0, 12_000, (now) => frame(now, { faces: 0, hint: noFace })));
    expect(ended).toBe(true);
    expect(at).toBe(10_100);
  });

  it('forgets what it saw of a face that left: someone else may come back', () => {
    const away = every100(600, 1200, (now) => frame(now, { faces: 0, hint: noFace }));
    const { conclusion } = run([
      frame(0),
      scored(500, 0.94),
      ...away,
      frame(1300),
      scored(1800, 0.055),
      frame(1900),
      scored(2300, 0.055),
    ]);
    expect(conclusion).toMatchObject({ outcome: 'spoof' });
    expect(conclusion?.windows).toHaveLength(2);
  });

  it('keeps what it saw over a single missed detection', () => {
    const { conclusion } = run([
      frame(0),
      scored(500, 0.945),
      frame(550),
      frame(650, { faces: 0, hint: noFace }),
      frame(750),
      scored(1000, 0.945),
    ]);
    expect(conclusion?.windows).toHaveLength(2);
  });

  it('ends even if a hint stays open for ever', () => {
    const { conclusion, at } = run(every100(0, 70_000, (now) => frame(now, { faces: 2, hint: blurred })));
    expect(conclusion).toMatchObject({
      outcome: 'inconclusive',
      ending: 'limit',
      milliseconds: undefined,
    });
    expect(at).toBe(60_100);
  });

  it('starts its clocks anew when the page comes back from being hidden', () => {
    const away = { faces: 0, hint: noFace };
    const hidden = [frame(0), frame(60_500, away), frame(60_600, away)];
    expect(run(hidden)).not.toEqual({});
    expect(run([frame(0), { type: 'resumed', now: 60_400 }, ...hidden.slice(1)])).toEqual({});
  });

  it('counts no window of before the page came back', () => {
    const before = [...every100(0, 500, (now) => frame(now)), { type: 'resumed', now: 60_000 } as const];
    expect(run([...before, scored(60_050, 0.99, 500)])).toEqual({});
    // Nor one whose last frames were on their way.
    expect(run([...before, frame(60_100, { timestamp: 600 }), scored(60_200, 0.99, 600)])).toEqual({});
    expect(run([...before, scored(60_700, 0.99)]).conclusion?.outcome).toBe('live');
  });

  it('bases the next decision on what is seen after the verdict', () => {
    const take = continuous();
    const seen = every100(0, 1200, (now) => frame(now));
    expect(take(...seen, scored(1250, 0.99, 500, true))).toHaveLength(1);
    expect(take(scored(2000, 0.99, 1000))).toEqual([]);
    expect(take(frame(2100), scored(2800, 0.99))).toMatchObject([{ outcome: 'live' }]);
    // A clip that starts over goes through the same timestamps again.
    expect(take(frame(3000, { timestamp: 0 }), scored(3500, 0.99, 400))).toHaveLength(1);
  });

  it('waits behind a window of before a verdict for the one that counts', () => {
    const take = continuous();
    expect(take(...busy(0, 3000), scored(3050, 0.99, 500, true))).toMatchObject([{ outcome: 'live' }]);
    // This one does not count.
    expect(take(...busy(3100, 7200), scored(7250, 0.99, 1000, true))).toEqual([]);
    expect(take(...busy(7300, 11_400), scored(11_450, 0.98, 3500, true))).toMatchObject([
      { outcome: 'live', ending: 'confident', windows: [{ startTime: 3100 }] },
    ]);
  });

  it('waits behind both windows of before the page came back for the one that counts', () => {
    const { conclusion } = run([
      ...busy(0, 1200),
      { type: 'resumed', now: 60_000 },
      ...busy(60_100, 62_200),
      scored(62_250, 0.99, 500, true),
      ...busy(62_300, 64_400),
      scored(64_450, 0.99, 1000, true),
      ...busy(64_500, 66_600),
      scored(66_650, 0.98, 62_700, true),
    ]);
    expect(conclusion).toMatchObject({ outcome: 'live', windows: [{ startTime: 62_300 }] });
  });

  it('does not wait for ever behind windows that do not count, of a face that keeps leaving', () => {
    const { conclusion, at } = run(
      every100(0, 200_000, (now) => now).flatMap((now) => {
        const seen = frame(now, { scoring: now > 500, faces: now % 4000 < 1000 ? 0 : 1 });
        return now % 4000 === 3900 ? [seen, scored(now + 50, 0.99, now - 3500, true)] : [seen];
      }),
    );
    expect(conclusion).toMatchObject({ outcome: 'inconclusive', ending: 'limit', windows: [] });
    expect(at).toBeLessThan(70_000);
  });

  it('does not take a slow window for a pause', () => {
    const { conclusion } = run([frame(0), scored(500, 0.945), frame(600), scored(3500, 0.945, 700)]);
    expect(conclusion).toMatchObject({ outcome: 'live', milliseconds: 3500 });
  });

  it('drops a window of a face that had left when it was scored', () => {
    const away = every100(500, 1200, (now) => frame(now, { faces: 0, hint: noFace }));
    expect(run([frame(0), ...away, scored(1250, 0.99, 400), frame(1300)])).toEqual({});
  });

  it('counts the windows of a clip that starts over after a face has left', () => {
    const away = every100(500, 1200, (now) => frame(now, { faces: 0, hint: noFace }));
    const again = frame(1300, { timestamp: 0 });
    const { conclusion } = run([frame(0), ...away, again, scored(1800, 0.98, 400)]);
    expect(conclusion).toMatchObject({ outcome: 'live', ending: 'confident' });
  });

  it('ends by the clock alone when nothing is seen any more', () => {
    const ticks = every100(100, 70_000, (now) => ({ type: 'tick', now }) as const);
    expect(run(ticks)).toMatchObject({ at: 60_100, conclusion: { ending: 'limit' } });
  });

  it('does not wait for ever for a score that never comes', () => {
    const { at } = run(every100(0, 130_000, (now) => frame(now, { scoring: now >= 50_000 })));
    expect(at).toBe(110_000);
  });

  it('waits no longer where the window that is discarded was the last one', () => {
    const { conclusion, at } = run([
      ...busy(0, 1200),
      { type: 'resumed', now: 60_000 },
      ...every100(60_100, 110_000, (now) => frame(now)),
      ...every100(110_100, 121_000, (now) => frame(now, { scoring: true })),
      scored(121_050, 0.99, 1000),
    ]);
    expect(conclusion).toMatchObject({ outcome: 'inconclusive', ending: 'limit', windows: [] });
    expect(at).toBe(121_050);
  });

  it('counts no window that began with the last frame of before, though that is shown again', () => {
    const before = [frame(0), frame(500), { type: 'resumed', now: 60_000 } as const];
    const again = frame(60_100, { timestamp: 500 });
    expect(run([...before, again, scored(60_200, 0.99, 900)])).toEqual({});
    expect(run([...before, again, scored(60_200, 0.99, 901)]).conclusion?.outcome).toBe('live');
  });

  it('counts windows from the first moment of a check', () => {
    expect(run([scored(500, 0.99)]).conclusion?.outcome).toBe('live');
  });

  it('forgets a face that is away for longer than half a second', () => {
    const away = { faces: 0, hint: noFace };
    const back = [frame(600), scored(700, 0.945, 500)];
    const withWindow = [frame(0), scored(50, 0.945)];
    expect(run([...withWindow, frame(500, away), ...back]).conclusion?.windows).toHaveLength(2);
    expect(run([...withWindow, frame(501, away), ...back])).toEqual({});
  });

  it('concludes with what there is when a clip ends', () => {
    const { conclusion } = run([frame(0), scored(500, 0.8), { type: 'ended', now: 900 }]);
    expect(conclusion).toMatchObject({ outcome: 'inconclusive', ending: 'source-ended' });
  });

  it('leaves the session it was given as it was', () => {
    const session = startSession(0);
    advance(session, scored(100, 0.6), rules);
    expect(session).toEqual(startSession(0));
  });
});
