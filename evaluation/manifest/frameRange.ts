import type { Clip } from '../records';

export type FrameRange = Pick<Clip, 'start' | 'end'>;

/** Reads a frame's number: whole, from 0; else `undefined`. `36.0` passes: tables write it beside empty cells. */
export function frameNumber(text: string): number | undefined {
  return /^\d+(\.0*)?$/.test(text) ? Number(text) : undefined;
}

/**
 * Returns a clip's id: its file, its range if it has one (`a.mp4#36-62`, `a.mp4#36-`, `a.mp4#-62`), and the face that is
 * meant if it is given (`a.mp4@320,200`, `a.mp4@300,180,90,120`).
 */
export function clipId(file: string, { start, end, face }: FrameRange & Pick<Clip, 'face'>): string {
  const range = start === undefined && end === undefined ? '' : `#${start ?? ''}-${end ?? ''}`;
  return `${file}${range}${face ? `@${faceText(face)}` : ''}`;
}

function faceText({ x, y, width, height }: NonNullable<Clip['face']>): string {
  return (width === 0 && height === 0 ? [x, y] : [x, y, width, height]).join(',');
}

export function sameRange(a: FrameRange, b: FrameRange): boolean {
  return first(a) === first(b) && last(a) === last(b);
}

export function overlap(a: FrameRange, b: FrameRange): boolean {
  return first(a) <= last(b) && first(b) <= last(a);
}

/** Returns what is wrong with a range that leaves a clip of so many frames; `undefined` if it does not. */
export function beyondEnd({ start = 0, end = 0 }: FrameRange, frames: number): string | undefined {
  const last = Math.max(start, end);
  if (last < frames) return undefined;
  return `the range ends at frame ${last}, but the clip has only frames 0 to ${frames - 1}`;
}

function first({ start }: FrameRange): number {
  return start ?? 0;
}

function last({ end }: FrameRange): number {
  return end ?? Infinity;
}
