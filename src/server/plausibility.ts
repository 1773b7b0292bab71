import type { Facts } from '../evidence/response';
import { LONGEST_GAP, SHORTEST_GAP } from '../model/gaps';
import type { Model } from '../model/manifest';
import { Refusal } from './errorCodes';
import type { FrameStatistics } from './frames';
import type { SessionClaims } from './sessions';

/** Milliseconds by which two times may seem closer or farther apart than they were, since the page writes times from another origin. */
const ROUNDING = 0.01;
/** Milliseconds by which a browser's clock may run ahead of ours within a session; a token's times are whole seconds. */
const CLOCK_SLACK = 1500;
/** Two frames that differ less than this, in levels, are one frame sent twice: no camera is without noise. */
const LEAST_DIFFERENCE = 0.01;
/** Largest `disorder` of frames in the order in which they were made; see docs/server.md for how it was measured. */
const MOST_DISORDER = 1.5;

/**
 * Whether the frames' times fit the session and the model's cadence. The times are the browser's word, so this stops no one
 * who writes a program; it stops evidence that was made for another session.
 *
 * @param now milliseconds since 1970
 * @throws {Refusal} `times-implausible`
 */
export function checkTimes(
  { times, capture: { firstGood } }: Pick<Facts, 'times' | 'capture'>,
  { capture: { after }, issuedAt }: Pick<SessionClaims, 'capture' | 'issuedAt'>,
  { intervalMilliseconds: interval }: Model['cadence'],
  now: number,
): void {
  const refuse = (why: string) => {
    throw new Refusal('times-implausible', `The frames' times are not plausible: ${why}.`);
  };
  const [start = NaN, end = NaN] = [times[0], times.at(-1)];
  for (const [index, time] of times.slice(1).entries()) {
    const gap = time - (times[index] ?? NaN);
    if (!(gap >= SHORTEST_GAP * interval - ROUNDING && gap <= LONGEST_GAP * interval + ROUNDING))
      refuse('they are not at the cadence of the model');
  }
  const delay = start - firstGood;
  if (!(delay >= after - ROUNDING)) refuse('the session asked for a later window');
  if (!(issuedAt * 1000 + end <= now + CLOCK_SLACK)) refuse('more time went by than since the session began');
}

/** @throws {Refusal} `frames-implausible` */
export function checkFrames({ leastDifference, disorder }: FrameStatistics): void {
  const refuse = (why: string) => {
    throw new Refusal('frames-implausible', `The frames are not plausible: ${why}.`);
  };
  if (!(leastDifference >= LEAST_DIFFERENCE)) refuse('one is there twice');
  if (!(disorder <= MOST_DISORDER)) refuse('they are not in the order in which they were made');
}
