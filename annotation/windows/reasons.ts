import type { StoredFilm } from './filmStore';

/** Why there is no window of a clip, by what most of its frames were lost to. */
export function whyNoWindow({ frames, lost }: StoredFilm): string {
  const [reason, count] = Object.entries(lost).sort(([, a], [, b]) => b - a)[0] ?? [];
  if (reason === undefined) return `no window: it has only ${frames} frames at the cadence, or jumps`;
  return reason === 'no-face' && count === frames
    ? 'no window: there is no face in it'
    : `no window: ${reason}, ${count} times in ${frames} frames`;
}
