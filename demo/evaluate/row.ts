import { labelOf } from '../../evaluation/manifest/labels';
import type { Problem } from '../../evaluation/manifest/problems';
import type { Clip, Label } from '../../evaluation/records';

/** A clip to evaluate: its files, and what is known about it, which the visitor may change. */
export interface Row extends Pick<Clip, 'id' | 'file' | 'start' | 'end' | 'face' | 'slices' | 'row'> {
  kind: 'video' | 'pictures';
  /** The video, or the numbered pictures in order. */
  sources: File[];
  /** Absent until the visitor chooses one. */
  label: Label | undefined;
  species: string;
  /** Empty if not stated. */
  subject: string;
}

export type LabelledRow = Row & { label: Label };

/** Returns the row of a clip that a reader of folders or manifests found. */
export function rowOf(clip: Clip, kind: Row['kind'], sources: File[]): Row {
  return {
    ...clip,
    species: clip.species ?? '',
    subject: clip.subject ?? '',
    kind,
    sources,
  };
}

/** Returns the clip of a row, as a manifest with the same words would give it. */
export function clipOf({ id, file, label, species, subject, slices, ...row }: LabelledRow): Clip {
  const { start, end, face } = row;
  return {
    id,
    file,
    label,
    ...(label === 'attack' && { species: species.trim() || 'unknown' }),
    ...(subject.trim() !== '' && { subject: subject.trim() }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(face && { face }),
    slices,
    ...(row.row !== undefined && { row: row.row }),
  };
}

export function isLabelled(row: Row): row is LabelledRow {
  return row.label !== undefined;
}

/** Returns what keeps the rows from being evaluated. */
export function problemsOf(rows: readonly Row[]): Problem[] {
  return rows.flatMap(({ id, label, species }): Problem[] => {
    if (!label) return [{ file: id, message: 'has no label: say whether it is live or an attack' }];
    // Reports list error rates by name: bona fide clips beside the species.
    if (label === 'attack' && labelOf(species) === 'live')
      return [
        {
          file: id,
          message: `"${species.trim()}" is no species of attack: name the instrument (print, replay, ...), or label it live`,
        },
      ];
    return [];
  });
}

/** Returns what a report on these rows will lack if they are of one class; `undefined` with both. */
export function lackOf(rows: readonly Row[]): string | undefined {
  const labels = new Set(rows.map(({ label }) => label));
  if (rows.length === 0 || labels.has(undefined) || labels.size > 1) return undefined;
  return labels.has('live')
    ? 'All clips are live. Without attacks the report will have no APCER, AUC, EER or DET curve.'
    : 'All clips are attacks. Without live clips the report will have no BPCER, AUC, EER or DET curve.';
}

/**
 * Returns the rows with others added. Rows that are there already are left out; another file of the same name gets an id
 * of its own.
 */
export function added(rows: readonly Row[], more: readonly Row[]): Row[] {
  const all = new Map(rows.map((row) => [row.id, row]));
  for (const row of more) {
    let { id } = row;
    for (let copy = 2; all.has(id) && !isSame(all.get(id), row); copy++) id = `${row.id} (${copy})`;
    if (!all.has(id)) all.set(id, { ...row, id });
  }
  return [...all.values()];
}

function isSame(a: Row | undefined, b: Row): boolean {
  return JSON.stringify(a?.sources.map(traits)) === JSON.stringify(b.sources.map(traits));
}

function traits({ name, size, lastModified }: File): (string | number)[] {
  return [name, size, lastModified];
}
