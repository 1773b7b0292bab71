import { speciesOf } from '../metrics/sample';
import type { Clip, ClipRecord, Evaluation } from '../records';

/** Returns the species; empty for bona fide, which have none. */
export function speciesIfAny(clip: Clip): string {
  return clip.label === 'live' ? '' : speciesOf(clip);
}

/** Records that are counted together: the bona fide, or the attacks of one species. */
export interface Group {
  /** `bona fide` or the species. */
  name: string;
  label: Clip['label'];
  records: ClipRecord[];
}

/** Returns bona fide first, then each species in the order of its first clip. Groups without a clip are left out. */
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

/** Counts of the product's verdicts on some clips; the four add up to all of them. */
export interface Outcomes {
  right: number;
  wrong: number;
  inconclusive: number;
  /** Clips that could not be decoded or judged. */
  failed: number;
}

export function outcomesOf(records: readonly ClipRecord[]): Outcomes {
  const outcomes = { right: 0, wrong: 0, inconclusive: 0, failed: 0 };
  for (const { clip, verdict, error } of records) {
    if (error !== undefined || !verdict) outcomes.failed += 1;
    else if (verdict.outcome === 'inconclusive') outcomes.inconclusive += 1;
    else if ((verdict.outcome === 'live') === (clip.label === 'live')) outcomes.right += 1;
    else outcomes.wrong += 1;
  }
  return outcomes;
}

/** Returns the columns to slice by, over all clips, in the order in which they first appear. */
export function sliceColumns({ records }: Evaluation): string[] {
  return [...new Set(records.flatMap(({ clip }) => Object.keys(clip.slices)))];
}
