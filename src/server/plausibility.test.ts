import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WindowAssembler } from '../engine/windowAssembler';
import { checkFrames, checkTimes } from './plausibility';

const cadence = { frames: 5, intervalMilliseconds: 100 };
const ISSUED = 1_800_000_000;
const AFTER = 300;
const FIRST_GOOD = 700;
const FIRST = FIRST_GOOD + AFTER;

interface Claim {
  times: number[];
  firstGood?: number;
  /** Milliseconds since the session began. */
  now?: number;
}

function check({ times, firstGood = FIRST_GOOD, now = 1e6 }: Claim): void {
  const capture = { firstGood, width: 640, height: 480, intervals: 0, injection: [] };
  checkTimes(
    { times, capture },
    { capture: { after: AFTER }, issuedAt: ISSUED },
    cadence,
    1000 * ISSUED + now,
  );
}

/** Times of a window whose frames are this many milliseconds apart. */
const apart = (gap: number, start = FIRST) => Array.from({ length: 5 }, (_, frame) => start + frame * gap);

/** Expects a claim to pass, or to be refused with this in the message. */
function expectClaim(claim: Claim, why?: RegExp): void {
  if (!why) expect(() => check(claim)).not.toThrow();
  else {
    expect(() => check(claim)).toThrow(expect.objectContaining({ code: 'times-implausible' }));
    expect(() => check(claim)).toThrow(why);
  }
}

describe("a window's times", () => {
  it.each([
    ['10 frames a second', 100],
    ['5 frames a second, as a camera in the dark', 200],
    ['4 frames a second', 250],
    ['the longest gaps that a browser lets through', 300],
    ['the shortest ones', 60],
  ])('may be those of %s', (_, gap) => {
    expectClaim({ times: apart(gap) });
  });

  it.each([
    ['one step longer than the longest gap', 301],
    ['one step shorter than the shortest', 59],
    ['no gap', 0],
    ['time that runs backwards', -100],
  ])('may not have %s', (_, gap) => {
    const times = apart(100);
    const late = times.map((time, frame) => (frame === 4 ? FIRST + 300 + gap : time));
    expectClaim({ times: late }, /not at the cadence of the model/);
  });

  it('pass wherever the browser gathers a window', () => {
    const gaps = fc.array(fc.double({ min: 1, max: 400, noNaN: true }), { minLength: 20, maxLength: 60 });
    const box = { x: 200, y: 120, width: 160, height: 160, score: 0.9 };
    let longest = 0;
    let shortest = Infinity;
    fc.assert(
      fc.property(gaps, fc.double({ min: 0, max: 1e7, noNaN: true }), (between, origin) => {
        const assembler = new WindowAssembler(cadence);
        let timestamp = FIRST;
        let times: number[] = [];
        for (const gap of between) {
          timestamp += gap;
          const step = assembler.add(timestamp, box);
          if (step === 'start') times = [];
          // The page counts from another origin.
          if (step !== 'skip') times.push(timestamp + origin - origin);
          if (times.length < cadence.frames) continue;
          expectClaim({ times });
          const steps = times.slice(1).map((time, index) => time - (times[index] ?? NaN));
          longest = Math.max(longest, ...steps);
          shortest = Math.min(shortest, ...steps);
          times = [];
        }
      }),
      { seed: 1 },
    );
    expect(longest).toBeGreaterThan(290);
    expect(shortest).toBeLessThan(65);
  });

  it('begin when the session asked for it, or later', () => {
    expectClaim({ times: apart(100) });
    // The page counts from another origin.
    expectClaim({ times: apart(100, FIRST - 1e-6) });
    expectClaim({ times: apart(100, FIRST - 1) }, /later window/);
    // A page may let a check take longer than the minute that is the default.
    expectClaim({ times: apart(100, FIRST + 120_000) });
    expectClaim({ times: apart(100), firstGood: FIRST_GOOD + 1 }, /later window/);
  });

  it('lie between the beginning of the session and now, by clocks that are 1.5 s apart at most', () => {
    const end = FIRST + 400;
    expectClaim({ times: apart(100), now: end - 1500 });
    expectClaim({ times: apart(100), now: end - 1501 }, /more time went by/);
  });

  it.each([[[]], [[NaN, NaN, NaN, NaN, NaN]]])('are numbers: %j are none', (times) => {
    expectClaim({ times }, /not plausible/);
  });
});

describe("a window's frames", () => {
  const refused = (statistics: { leastDifference: number; disorder: number }, why: RegExp) => {
    expect(() => checkFrames(statistics)).toThrow(expect.objectContaining({ code: 'frames-implausible' }));
    expect(() => checkFrames(statistics)).toThrow(why);
  };

  it('differ by a hundredth of a level at least', () => {
    expect(() => checkFrames({ leastDifference: 0.01, disorder: 1 })).not.toThrow();
    refused({ leastDifference: 0.009, disorder: 1 }, /twice/);
    refused({ leastDifference: NaN, disorder: 1 }, /twice/);
  });

  it('are in an order whose path is at most half as long again as the shortest', () => {
    expect(() => checkFrames({ leastDifference: 1, disorder: 1.5 })).not.toThrow();
    refused({ leastDifference: 1, disorder: 1.51 }, /order/);
    refused({ leastDifference: 1, disorder: NaN }, /order/);
  });
});
