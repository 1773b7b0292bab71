import type { Problem } from './problems';
import type { TableRow } from './table';

const NAMES = {
  file: ['file'],
  label: ['label'],
  species: ['species', 'attack_type', 'pai'],
  subject: ['subject', 'subject_id', 'client', 'client_id'],
  start: ['start'],
  end: ['end'],
  face: ['face'],
  faceX: ['face_x'],
  faceY: ['face_y'],
  faceWidth: ['face_w'],
  faceHeight: ['face_h'],
} as const;

export type ColumnKey = keyof typeof NAMES;

/** Columns for bookkeeping. */
const BOOKKEEPING = ['note', 'notes', 'comment', 'repo', 'licence', 'license', 'fps'];
/** Columns that make no slices: a slice holds people, and is none of them. */
const NO_SLICES: readonly string[] = [...BOOKKEEPING, ...NAMES.subject];

export interface Columns {
  /** Number of columns in the header. */
  count: number;
  /** Indices of the known columns. */
  known: Partial<Record<ColumnKey, number>>;
  /** Indices of the free columns, by their names in the header. */
  slices: { name: string; index: number }[];
  problems: Problem[];
}

/**
 * Finds the columns in a header, in any case and order. If several could be the species, the first of `species`,
 * `attack_type`, `pai` is it and the others are slices. If several could be the subject, the first of `subject`,
 * `subject_id`, `client`, `client_id` is it and the others are ignored, as are columns without a name.
 */
export function readHeader({ row, values }: TableRow): Columns {
  const keys = values.map((name) => name.toLowerCase().replace(/[\s-]+/g, '_'));
  const known: Columns['known'] = {};
  for (const [key, names] of Object.entries(NAMES) as [ColumnKey, readonly string[]][]) {
    const name = names.find((candidate) => keys.includes(candidate));
    if (name !== undefined) known[key] = keys.indexOf(name);
  }
  const taken = new Set(Object.values(known));
  const isFree = (key: string, index: number) => key !== '' && !NO_SLICES.includes(key) && !taken.has(index);
  const repeated = new Set(
    keys.filter((key, index) => key !== '' && !BOOKKEEPING.includes(key) && keys.indexOf(key) < index),
  );
  const missing = (['file', 'label'] as const).filter((key) => known[key] === undefined);
  return {
    count: values.length,
    known,
    slices: values.flatMap((name, index) => (isFree(keys[index] ?? '', index) ? [{ name, index }] : [])),
    problems: [
      ...missing.map((key) => ({
        row,
        message: `the column ${key} is missing: add it to the header, which has ${values.filter(Boolean).join(', ')}`,
      })),
      ...[...repeated].map((key) => ({
        row,
        message: `the column ${key} is there twice: rename or remove one`,
      })),
    ],
  };
}
