import type { Clip, ClipRecord } from '../records';

/** What there is to record of a clip that could not be decoded or judged. */
export function failedRecord(clip: Clip, error: string): ClipRecord {
  return { clip, width: 0, height: 0, frames: [], windows: [], error };
}
