import { labelIsVirtual } from './label';
import { originIsOdd, type TrackOrigin } from './origin';
import { isUneven, timingOf, type FrameTiming } from './timing';
import { isStill, stillnessOf, type Stillness } from './stillness';

/** What about a camera looks as if its pictures came from a program. Each alone has innocent causes. */
export type InjectionHint =
  /** The name is that of a known virtual camera, or of a phone used as a webcam. */
  | 'label'
  /** The stream is none of the listed cameras, or the page's camera functions are not the browser's. */
  | 'settings'
  /** Frames come at uneven times. */
  | 'timing'
  /** Frame after frame is the same to the bit: no sensor is without noise. */
  | 'noise';

/**
 * A signal for whoever weighs the risk of a login, with what it rests on. It never changes the verdict: whoever
 * injects video with care shows none of this, and honest people with a virtual background show some.
 */
export interface InjectionRisk {
  hints: InjectionHint[];
  evidence: { label: string; origin: TrackOrigin; timing: FrameTiming; stillness: Stillness };
}

/**
 * @param times when frames came from the camera, ms
 * @param differences how far each frame that was looked at is from the one before, grey levels
 */
export function injectionRisk(
  label: string,
  origin: TrackOrigin,
  times: readonly number[],
  differences: readonly number[],
): InjectionRisk {
  const timing = timingOf(times);
  const stillness = stillnessOf(differences);
  const signs: Record<InjectionHint, boolean> = {
    label: labelIsVirtual(label),
    settings: originIsOdd(origin),
    timing: isUneven(timing),
    noise: isStill(stillness),
  };
  const hints = (Object.keys(signs) as InjectionHint[]).filter((hint) => signs[hint]);
  return { hints, evidence: { label, origin, timing, stillness } };
}
