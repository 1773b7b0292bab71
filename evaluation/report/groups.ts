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

/** Returns the columns to slice by, over all clips, in the order in which they first appear. */
export function sliceColumns({ records }: Evaluation): string[] {
  return [...new Set(records.flatMap(({ clip }) => Object.keys(clip.slices)))];
}
