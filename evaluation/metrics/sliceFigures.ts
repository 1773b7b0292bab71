import type { SliceFigures } from '../figures';
import type { ClipRecord } from '../records';
import { rate } from './clopperPearson';
import { evenWeights, rank } from './ranking';
import { auc, rocOf } from './roc';
import { samplesOf } from './sample';
import { PRODUCT, PRODUCT_THRESHOLD } from './system';

/**
 * Returns the product's figures over windows for each value of each slice column, also for those that got no window.
 * Ordered by column, then value.
 */
export function sliceFigures(records: readonly ClipRecord[]): SliceFigures[] {
  const columns = new Set(records.flatMap(({ clip }) => Object.keys(clip.slices)));
  return [...columns].sort().flatMap((column) => {
    const values = new Map<string, ClipRecord[]>();
    for (const record of records) {
      if (!Object.hasOwn(record.clip.slices, column)) continue;
      const value = record.clip.slices[column] ?? '';
      values.set(value, [...(values.get(value) ?? []), record]);
    }
    return [...values.keys()].sort().map((value) => figuresOf(column, value, values.get(value) ?? []));
  });
}

function figuresOf(column: string, value: string, records: readonly ClipRecord[]): SliceFigures {
  const samples = samplesOf(records, PRODUCT, 'window');
  const live = samples.filter(({ label }) => label === 'live');
  const attacks = samples.filter(({ label }) => label === 'attack');
  const ranking = rank(samples);
  const area = auc(rocOf(ranking, evenWeights(ranking)));
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
