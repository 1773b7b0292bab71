import type { ClipRecord, Evaluation, Label, WindowRecord } from '../records';

/** Windows of each kind that a report shows. */
const shown = 6;

/** Returns the windows that count: those of clips that were judged to their end. */
export function countedWindows({ windows, error }: ClipRecord): WindowRecord[] {
  // JSON turns a number that is not finite into null.
  return error === undefined ? windows.filter(({ probability }) => Number.isFinite(probability)) : [];
}

export interface ShownWindow {
  record: ClipRecord;
  window: WindowRecord;
}

/** Returns the key of a window's picture: the clip's id and the window's first frame. */
export function pictureKey({ clip }: ClipRecord, { first }: Pick<WindowRecord, 'first'>): string {
  return `${clip.id}@${first}`;
}

/**
 * Returns the attacks with the highest and the bona fide with the lowest probability, worst first. Each clip gives only its
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
      countedWindows(record)
        .map((window) => ({ record, window }))
        .sort(lowestFirst)
        .slice(0, 1),
    )
    .sort(lowestFirst)
    .slice(0, shown);
}
