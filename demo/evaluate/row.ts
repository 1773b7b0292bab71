import { labelOf } from '../../evaluation/manifest/labels';
import type { Problem } from '../../evaluation/manifest/problems';
import type { Clip, Label } from '../../evaluation/records';

/** A clip to evaluate: its files, and what is known of it, all of which the visitor may change. */
export interface Row extends Pick<Clip, 'id' | 'file' | 'start' | 'end' | 'face' | 'slices' | 'row'> {
  kind: 'video' | 'pictures';
  /** The video, or the numbered pictures in order. */
  sources: File[];
  /** Absent until the visitor says what it is. */
  label: Label | undefined;
  species: string;
  /** Empty where nobody says who is shown. */
  subject: string;
}

export type LabelledRow = Row & { label: Label };

/** A clip as a reader of folders or manifests found it. */
export function rowOf(clip: Clip, kind: Row['kind'], sources: File[]): Row {
  return {
    ...clip,
    label: clip.label,
    species: clip.species ?? '',
    subject: clip.subject ?? '',
    kind,
    sources,
  };
}

/** A row as the evaluation wants it: what a manifest with the same words would give. */
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

/** What keeps the rows from being evaluated. */
export function problemsOf(rows: readonly Row[]): Problem[] {
  return rows.flatMap(({ id, label, species }): Problem[] => {
    if (!label) return [{ file: id, message: 'has no label: say whether it is live or an attack' }];
    // Reports give the error rates of bona fide clips beside those of the species, by name.
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

/** What a report on these rows will lack, for there is but one class; `undefined` where there are both. */
export function lackOf(rows: readonly Row[]): string | undefined {
  const labels = new Set(rows.map(({ label }) => label));
  if (rows.length === 0 || labels.has(undefined) || labels.size > 1) return undefined;
  return labels.has('live')
    ? 'All clips are live. Without attacks the report will have no APCER, AUC, EER or DET curve.'
    : 'All clips are attacks. Without live clips the report will have no BPCER, AUC, EER or DET curve.';
}

/**
 * Rows with others added to them. What is there already is left out; another file of the same name gets an id of its
 * own.
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
