import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combinedProbability, outcomeOf } from './decision';
import { rules, scoredWindow } from './testing/scoredWindow';
import { advance, startSession, type Session, type SessionInput } from './session';

/** A window that is being scored holds a verdict back for no longer, ms. */
const LONGEST_SCORING = 60_000;

const hint = { code: 'blurred', measured: 0, threshold: 0.01, unit: '' } as const;

/** What comes next, after so many milliseconds; times of frames and windows count back from then. */
const step = fc.record({
  after: fc.oneof(fc.nat(200), fc.nat(5000)),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constant('observed' as const) },
    { weight: 3, arbitrary: fc.constant('window' as const) },
    { weight: 2, arbitrary: fc.constant('tick' as const) },
    { weight: 1, arbitrary: fc.constant('resumed' as const) },
    { weight: 1, arbitrary: fc.constant('looped' as const) },
  ),
  faces: fc.nat(2),
  good: fc.boolean(),
  scoring: fc.boolean(),
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
  age: fc.nat(3000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function inputOf({ what, faces, good, scoring, probability, age }: Step, now: number): SessionInput {
  if (what === 'tick' || what === 'resumed') return { type: what, now };
  if (what === 'window') {
    const window = scoredWindow(now - age, probability);
    return { type: 'window', now, window, scoring };
  }
  const timestamp = what === 'looped' ? 0 : now;
  return { type: 'observed', now, observed: { timestamp, faces, hint: good ? undefined : hint, scoring } };
}

/** Every input of a check that goes on after its verdicts, with the session before it and what became of it. */
function history(steps: readonly Step[]) {
  let session = startSession(0);
  let now = 0;
  return steps.map((one) => {
    now += one.after;
    const before = Object.freeze(session);
    const input = inputOf(one, now);
    const result = advance(before, input, rules);
    session = result.session;
    return { before, input, now, ...result };
  });
}

const histories = fc.array(step, { maxLength: 120 }).map(history);

/** Whether a session is over, once it has this many windows. */
const isOver = ({ startedAt }: Session, windows: number, now: number) =>
  windows >= rules.windows || now > startedAt + rules.session;

describe('a session, whatever it is given', () => {
  it('concludes with the outcome of the windows that it names', () => {
    fc.assert(
      fc.property(histories, (all) => {
        for (const { conclusion } of all) {
          if (!conclusion) continue;
          const probability = combinedProbability(conclusion.windows, rules);
          expect(conclusion.probability).toBe(probability);
          expect(conclusion.outcome).toBe(outcomeOf(probability, rules));
          if (conclusion.ending === 'confident') expect(conclusion.outcome).not.toBe('inconclusive');
          else expect(conclusion.outcome).toBe('inconclusive');
          expect(conclusion.milliseconds ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('is confident as soon as the windows that count are', () => {
    fc.assert(
      fc.property(histories, (all) => {
        for (const { before, input, conclusion } of all) {
          if (input.type !== 'window' || input.window.startTime <= before.countFrom) continue;
          const probability = combinedProbability([...before.windows, input.window], rules);
          expect(conclusion?.ending === 'confident').toBe(outcomeOf(probability, rules) !== 'inconclusive');
        }
      }),
    );
  });

  it('ends neither before a limit nor long after it', () => {
    fc.assert(
      fc.property(histories, (all) => {
        let firstOver: number | undefined;
        for (const { before, input, now, session, conclusion, noFace } of all) {
          if (conclusion?.ending === 'limit')
            expect(isOver(before, conclusion.windows.length, now)).toBe(true);
          if (
            conclusion ||
            noFace ||
            input.type === 'resumed' ||
            !isOver(session, session.windows.length, now)
          ) {
            firstOver = undefined;
            continue;
          }
          firstOver ??= now;
          expect(now - firstOver).toBeLessThan(LONGEST_SCORING);
        }
      }),
    );
  });

  it('counts no window that began before the last verdict, pause or absence of a face', () => {
    fc.assert(
      fc.property(histories, (all) => {
        let forgotten = -Infinity;
        for (const { before, input, now, conclusion } of all) {
          if (input.type === 'observed') {
            if (input.observed.timestamp < before.seenAt) forgotten = -Infinity;
            const lastFaceAt = input.observed.faces > 0 ? now : before.lastFaceAt;
            if (now - lastFaceAt > 500) forgotten = input.observed.timestamp;
          }
          for (const { startTime } of conclusion?.windows ?? []) expect(startTime).toBeGreaterThan(forgotten);
          if (input.type === 'resumed') forgotten = before.seenAt;
          else if (conclusion)
            forgotten = input.type === 'observed' ? input.observed.timestamp : before.seenAt;
        }
      }),
    );
  });

  it('ends without a face after ten seconds of none, and never while there is one', () => {
    fc.assert(
      fc.property(histories, (all) => {
        for (const { before, input, now, noFace } of all) {
          const absent = input.type === 'observed' && input.observed.faces === 0;
          expect(noFace ?? false).toBe(absent && now - before.lastFaceAt > rules.noFace);
        }
      }),
    );
  });

  it('has nothing left of before once the page is back', () => {
    fc.assert(
      fc.property(histories, (all) => {
        for (const { input, now, session, before } of all)
          if (input.type === 'resumed')
            expect(session).toMatchObject({
              ...startSession(now, before.seenAt),
              scoringSince: session.scoringSince,
            });
      }),
    );
  });
});
