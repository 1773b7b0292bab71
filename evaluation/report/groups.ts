import { speciesOf } from '../metrics/sample';
import type { Clip, ClipRecord, Evaluation, WindowRecord } from '../records';

/** The species; empty for bona fide, which have none. */
export function speciesIfAny(clip: Clip): string {
  return clip.label === 'live' ? '' : speciesOf(clip);
}

/** The windows that count: those of clips that were judged to their end. */
export function judgedWindows({ windows, error }: ClipRecord): WindowRecord[] {
  // What was no finite number is null once it has been through JSON.
  return error === undefined ? windows.filter(({ probability }) => Number.isFinite(probability)) : [];
}

/** Records that are judged together: the bona fide, or the attacks of one species. */
export interface Group {
  /** `bona fide` or the species. */
  name: string;
  label: Clip['label'];
  records: ClipRecord[];
}

/** Bona fide first, then each species in the order of its first clip. Groups without a clip are left out. */
export function groupsOf({ records }: Evaluation): Group[] {
  const live = records.filter(({ clip }) => clip.label === 'live');
  const attacks = new Map<string, ClipRecord[]>();
  for (const record of records) {
    if (record.clip.label === 'live') continue;
    const species = speciesOf(record.clip);
    attacks.set(species, [...(attacks.get(species) ?? []), record]);
  }
  return [
    ...(live.length > 0 ? [{ name: 'bona fide', label: 'live' as const, records: live }] : []),
    ...[...attacks].map(([name, ofSpecies]) => ({ name, label: 'attack' as const, records: ofSpecies })),
  ];
}

/** How the product concluded on some clips; the four add up to all of them. */
export interface Outcomes {
  right: number;
  wrong: number;
  /** Judged, but inconclusive. */
  noAnswer: number;
  /** Could not be decoded or judged. */
  failed: number;
}

export function outcomesOf(records: readonly ClipRecord[]): Outcomes {
  const outcomes = { right: 0, wrong: 0, noAnswer: 0, failed: 0 };
  for (const { clip, verdict, error } of records) {
    if (error !== undefined || !verdict) outcomes.failed += 1;
    else if (verdict.outcome === 'inconclusive') outcomes.noAnswer += 1;
    else if ((verdict.outcome === 'live') === (clip.label === 'live')) outcomes.right += 1;
    else outcomes.wrong += 1;
  }
  return outcomes;
}

/** Columns to slice by over all clips, in the order in which they first appear. */
export function sliceColumns({ records }: Evaluation): string[] {
  return [...new Set(records.flatMap(({ clip }) => Object.keys(clip.slices)))];
}
