import type { ClipRecord, WindowRecord } from '../records';

/** What a report shows of a clip: indices into the record's `windows` and `frames`. */
export interface Shown {
  /** The window that the first reason names, else the one that speaks most against what the clip is. */
  window: number | undefined;
  /** The frames that the reasons name, else the window's first; without repetition. */
  frames: number[];
}

export function shownOf({ clip, windows, verdict }: Pick<ClipRecord, 'clip' | 'windows' | 'verdict'>): Shown {
  const named = (verdict?.reasons ?? []).flatMap(({ shown }) => shown ?? []);
  const window = named[0]?.window ?? worst(windows, clip.label === 'live' ? 1 : -1);
  const first = window === undefined ? undefined : windows[window]?.first;
  const frames = named.length > 0 ? named.map(({ frame }) => frame) : first === undefined ? [] : [first];
  return { window, frames: [...new Set(frames)] };
}

/** @param sign 1: the lowest probability is worst; -1: the highest */
function worst(windows: readonly WindowRecord[], sign: 1 | -1): number | undefined {
  const order = [...windows.keys()].sort(
    (a, b) => sign * ((windows[a]?.probability ?? 0) - (windows[b]?.probability ?? 0)),
  );
  return order[0];
}
