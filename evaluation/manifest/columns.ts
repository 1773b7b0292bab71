import type { Problem } from './problems';
import type { TableRow } from './table';

const NAMES = {
  file: ['file'],
  label: ['label'],
  species: ['species', 'attack_type', 'pai'],
  subject: ['subject'],
  start: ['start'],
  end: ['end'],
  face: ['face'],
  faceX: ['face_x'],
  faceY: ['face_y'],
  faceWidth: ['face_w'],
  faceHeight: ['face_h'],
} as const;

export type ColumnKey = keyof typeof NAMES;

/** Columns for bookkeeping; they make no slices. */
const BOOKKEEPING = new Set(['note', 'notes', 'comment', 'repo', 'licence', 'license', 'fps']);

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
 * `attack_type`, `pai` is it and the others are slices. Columns without a name are ignored.
 */
export function readHeader({ row, values }: TableRow): Columns {
  const keys = values.map((name) => name.toLowerCase().replace(/[\s-]+/g, '_'));
  const known: Columns['known'] = {};
  for (const [key, names] of Object.entries(NAMES) as [ColumnKey, readonly string[]][]) {
    const name = names.find((candidate) => keys.includes(candidate));
    if (name !== undefined) known[key] = keys.indexOf(name);
  }
  const taken = new Set(Object.values(known));
  const isFree = (key: string, index: number) => key !== '' && !BOOKKEEPING.has(key) && !taken.has(index);
  const repeated = new Set(
    keys.filter((key, index) => key !== '' && !BOOKKEEPING.has(key) && keys.indexOf(key) < index),
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
