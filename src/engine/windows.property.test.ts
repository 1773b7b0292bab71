import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaceBox } from '../face/face';
import { WindowAssembler, type WindowStep } from './windowAssembler';

const size = 5;
const interval = 100;
const cadence = { frames: size, intervalMilliseconds: interval };

interface Seen {
  timestamp: number;
  box: FaceBox | undefined;
}

const box: fc.Arbitrary<FaceBox> = fc.record({
  x: fc.integer({ min: 150, max: 250 }),
  y: fc.integer({ min: 100, max: 160 }),
  width: fc.integer({ min: 120, max: 200 }),
  height: fc.integer({ min: 120, max: 200 }),
  score: fc.constant(0.9),
});

/** Frames as a camera gives them, with stalls, lost faces and clips that loop. */
const frames: fc.Arbitrary<Seen[]> = fc
  .array(
    fc.record({
      after: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 30, max: 180 }) },
        { weight: 1, arbitrary: fc.integer({ min: -4000, max: 4000 }) },
      ),
      face: fc.option(fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, box), { freq: 12 }),
    }),
    { maxLength: 80 },
  )
  .map((steps) => {
    let timestamp = 10_000;
    let steady: FaceBox = { x: 200, y: 120, width: 160, height: 160, score: 0.9 };
    return steps.map(({ after, face }) => {
      timestamp += after;
      if (face) steady = face;
      return { timestamp, box: face === null ? undefined : steady };
    });
  });

/** What becomes of each frame, and the whole windows. */
function assemble(seen: readonly Seen[]): { steps: WindowStep[]; whole: Seen[][] } {
  const assembler = new WindowAssembler(cadence);
  let filling: Seen[] = [];
  const whole: Seen[][] = [];
  const steps = seen.map((frame) => {
    const step = assembler.add(frame.timestamp, frame.box);
    if (step === 'start' || step === 'abandon') filling = [];
    if (step === 'start' || step === 'append') filling.push(frame);
    expect(assembler.frames).toBe(filling.length % size);
    if (filling.length === size) {
      whole.push(filling);
      filling = [];
    }
    return step;
  });
  return { steps, whole };
}

describe('windows, whatever the frames', () => {
  it('are as long as the network takes them, without a gap', () => {
    let found = 0;
    fc.assert(
      fc.property(frames, (seen) => {
        for (const window of assemble(seen).whole) {
          found++;
          for (const [index, { timestamp }] of window.slice(1).entries()) {
            const gap = timestamp - (window[index]?.timestamp ?? NaN);
            expect(gap).toBeGreaterThanOrEqual(0.6 * interval);
            expect(gap).toBeLessThanOrEqual(3 * interval);
          }
        }
      }),
    );
    expect(found).toBeGreaterThan(0);
  });

  it('keep the face within what was cropped at their first frame', () => {
    fc.assert(
      fc.property(frames, (seen) => {
        for (const [first, ...later] of assemble(seen).whole) {
          for (const { box } of later) {
            if (!first?.box || !box) throw new Error('A window has a frame without a face.');
            const centre = ({ x, y, width, height }: FaceBox) => [x + width / 2, y + height / 2] as const;
            const [[ax, ay], [bx, by]] = [centre(first.box), centre(box)];
            expect(Math.hypot(bx - ax, by - ay)).toBeLessThanOrEqual(0.3 * first.box.width);
            expect(Math.abs(Math.log(box.width / first.box.width))).toBeLessThanOrEqual(Math.log(1.3) + 1e-9);
          }
        }
      }),
    );
  });

  it('are abandoned by every frame without a face, and by no other', () => {
    fc.assert(
      fc.property(frames, (seen) => {
        expect(assemble(seen).steps.map((step) => step === 'abandon')).toEqual(
          seen.map(({ box }) => box === undefined),
        );
      }),
    );
  });

  it('do not depend on when the clock began', () => {
    fc.assert(
      fc.property(frames, fc.nat(1e6), (seen, later) => {
        const moved = seen.map(({ timestamp, box }) => ({ timestamp: timestamp + later, box }));
        expect(assemble(moved).steps).toEqual(assemble(seen).steps);
      }),
    );
  });
});
