import { labelIsVirtual } from './label';
import { originIsOdd, type TrackOrigin } from './origin';
import { isUneven, timingOf, type FrameTiming } from './timing';
import { isStill, stillnessOf, type Stillness } from './stillness';

/** A sign that the camera's frames come from a program. Each alone has innocent causes. */
export type InjectionSign =
  /** The camera's name is that of a known virtual camera, or of a phone used as a webcam. */
  | 'label'
  /** The stream comes from none of the listed cameras, or the page's camera functions are not the browser's. */
  | 'settings'
  /** Frames arrive at uneven times. */
  | 'timing'
  /** Consecutive frames are identical to the bit, although every sensor has noise. */
  | 'noise';

/**
 * For a system that weighs the risk of a login: the signs, and what was measured. They never change the verdict: careful
 * injection shows none, and honest people with a virtual background show some.
 */
export interface InjectionRisk {
  signs: InjectionSign[];
  evidence: { label: string; origin: TrackOrigin; timing: FrameTiming; stillness: Stillness };
}

/**
 * @param times times of the camera's frames, ms
 * @param differences difference of each analyzed frame to the one before, grey levels
 */
export function injectionRisk(
  label: string,
  origin: TrackOrigin,
  times: readonly number[],
  differences: readonly number[],
): InjectionRisk {
  const timing = timingOf(times);
  const stillness = stillnessOf(differences);
  const shown: Record<InjectionSign, boolean> = {
    label: labelIsVirtual(label),
    settings: originIsOdd(origin),
    timing: isUneven(timing),
    noise: isStill(stillness),
  };
  const signs = (Object.keys(shown) as InjectionSign[]).filter((sign) => shown[sign]);
  return { signs, evidence: { label, origin, timing, stillness } };
}
