import type { Clip } from '../records';
import { overlap, sameRange } from './frameRange';
import type { Problem } from './problems';

/**
 * Clips that repeat or contradict an earlier row: the same frames of a file twice, or frames under both labels. Frames
 * that rows of one label share are fine. Each row is held against the first earlier one only.
 */
export function contradictions(clips: readonly Clip[]): Problem[] {
  const earlier = new Map<string, Clip[]>();
  return clips.flatMap((clip) => {
    const others = earlier.get(clip.file) ?? [];
    const other = others.find(
      (candidate) =>
        sameRange(candidate, clip) || (candidate.label !== clip.label && overlap(candidate, clip)),
    );
    others.push(clip);
    earlier.set(clip.file, others);
    return other ? [{ row: clip.row, file: clip.file, message: describe(clip, other) }] : [];
  });
}

function describe(clip: Clip, other: Clip): string {
  const where = other.row === undefined ? 'before' : `in row ${other.row}`;
  if (clip.label === other.label) return `${clip.id} stands ${where} already: remove one of them`;
  return sameRange(clip, other)
    ? `${clip.id} is the same clip under two labels, ${clip.label} here and ${other.label} ${where}: ` +
        'remove the wrong one'
    : `${clip.id} (${clip.label}) shares frames with ${other.id} (${other.label}) ${where}: ` +
        'correct the label or the ranges';
}
