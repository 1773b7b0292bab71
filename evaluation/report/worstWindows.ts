import { judgedWindows } from './groups';
import type { ClipRecord, Evaluation, Label, WindowRecord } from '../records';

/** Windows of each kind that are shown. */
const shown = 6;

export interface ShownWindow {
  record: ClipRecord;
  window: WindowRecord;
}

/** By what the picture of a window is found: the clip's id and the window's first frame. */
export function pictureKey({ clip }: ClipRecord, { first }: Pick<WindowRecord, 'first'>): string {
  return `${clip.id}@${first}`;
}

/**
 * The attacks with the highest and the bona fide with the lowest probability, worst first. Each clip gives only its
 * worst window: its neighbours look the same.
 */
export function worstWindows(evaluation: Pick<Evaluation, 'records'>): {
  attacks: ShownWindow[];
  bonaFide: ShownWindow[];
} {
  return {
    attacks: worst(evaluation, 'attack', (window) => -window.probability),
    bonaFide: worst(evaluation, 'live', (window) => window.probability),
  };
}

/** @param goodness lowest for the worst window */
function worst(
  { records }: Pick<Evaluation, 'records'>,
  label: Label,
  goodness: (window: WindowRecord) => number,
): ShownWindow[] {
  const lowestFirst = (a: ShownWindow, b: ShownWindow) => goodness(a.window) - goodness(b.window);
  return records
    .filter(({ clip }) => clip.label === label)
    .flatMap((record) =>
      judgedWindows(record)
        .map((window) => ({ record, window }))
        .sort(lowestFirst)
        .slice(0, 1),
    )
    .sort(lowestFirst)
    .slice(0, shown);
}
