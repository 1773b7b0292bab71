import type { SliceFigures } from '../figures';
import type { ClipRecord } from '../records';
import { auc } from './auc';
import { rate } from './clopperPearson';
import { compareText } from './compareText';
import { evenWeights, rank } from './ranking';
import { samplesOf } from './sample';
import { PRODUCT, PRODUCT_THRESHOLD } from './system';

/** Clips that have the same value in a column. */
interface Slice {
  column: string;
  value: string;
  records: ClipRecord[];
}

/**
 * The product's windows by every column and value that a clip has; also those of which no window came about. Ordered
 * by column, then value.
 */
export function sliceFigures(records: readonly ClipRecord[]): SliceFigures[] {
  return slices(records)
    .sort((a, b) => compareText(a.column, b.column) || compareText(a.value, b.value))
    .map(figuresOf);
}

function slices(records: readonly ClipRecord[]): Slice[] {
  const found = new Map<string, Slice>();
  for (const record of records) {
    for (const [column, value] of Object.entries(record.clip.slices)) {
      const key = JSON.stringify([column, value]);
      const slice = found.get(key) ?? { column, value, records: [] };
      slice.records.push(record);
      found.set(key, slice);
    }
  }
  return [...found.values()];
}

function figuresOf({ column, value, records }: Slice): SliceFigures {
  const samples = samplesOf(records, PRODUCT, 'window');
  const live = samples.filter(({ label }) => label === 'live');
  const attacks = samples.filter(({ label }) => label === 'attack');
  const ranking = rank(samples);
  const area = auc(ranking, evenWeights(ranking));
  return {
    column,
    value,
    live: live.length,
    attacks: attacks.length,
    bpcer: rate(live.filter(({ score }) => score < PRODUCT_THRESHOLD).length, live.length),
    attacksAccepted: rate(attacks.filter(({ score }) => score >= PRODUCT_THRESHOLD).length, attacks.length),
    ...(area !== undefined && { auc: area }),
  };
}
