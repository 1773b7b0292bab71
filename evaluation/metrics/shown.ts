import type { ClipRecord, WindowRecord } from '../records';

/** What a report shows of a clip: indices into the record's `windows` and `frames`. */
export interface Shown {
  /** The window that the first reason names, else the one that speaks most against what the clip is. */
  window: number | undefined;
  /** The frames that the reasons name, else the window's first, else one that has a face; without repetition. */
  frames: number[];
}

export function shownOf({
  clip,
  frames,
  windows,
  verdict,
}: Pick<ClipRecord, 'clip' | 'frames' | 'windows' | 'verdict'>): Shown {
  const reasons = (verdict?.reasons ?? []).flatMap(({ shown }) => shown ?? []);
  const window = reasons[0]?.window ?? worst(windows, clip.label === 'live' ? 1 : -1);
  const named = reasons.map(({ frame }) => frame);
  const faces = [...frames.keys()].filter((index) => frames[index]?.box);
  const other = windows[window ?? NaN]?.first ?? faces[faces.length >> 1];
  return { window, frames: [...new Set(named.length > 0 ? named : other === undefined ? [] : [other])] };
}

/** @param sign 1: the lowest probability is worst; -1: the highest */
function worst(windows: readonly WindowRecord[], sign: 1 | -1): number | undefined {
  const order = [...windows.keys()].sort(
    (a, b) => sign * ((windows[a]?.probability ?? 0) - (windows[b]?.probability ?? 0)),
  );
  return order[0];
}
