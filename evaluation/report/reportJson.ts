import type { Figures } from '../figures';
import type { Evaluation } from '../records';

/** Longest line of what is written in one line. */
const columns = 110;
const decimals = 6;
/** A hundredth of a pixel is finer than any detector. */
const boxDecimals = 2;
/** Lists of one line an item, however long it gets: there are thousands of them. */
const lists = ['frames', 'windows', 'det'];

/** The order of keys, over all levels. What is not named here follows in alphabetical order and is never lost. */
const order = [
  ...['format', 'provenance', 'figures', 'records', 'timings'],
  ...['product', 'id', 'name', 'file', 'label', 'species', 'subject', 'row', 'start', 'end', 'face', 'about'],
  ...['x', 'y', 'clip', 'verdict', 'error', 'width', 'height'],
  ...['system', 'unit', 'column', 'value', 'group', 'live', 'attacks', 'threshold'],
  ...['errors', 'trials', 'rate', 'lower', 'upper', 'auc', 'eer', 'bpcer', 'apcer'],
  ...['bpcerInterval', 'worstApcerInterval', 'operatingPoints', 'det'],
  ...['time', 'faces', 'box', 'hint', 'first', 'last', 'score', 'probability', 'outcome', 'reason'],
  ...['windows', 'frames', 'slices', 'scores'],
];

/**
 * Everything an evaluation found, as JSON that people can read too. Two runs that found the same give the same text,
 * but for `timings` at its end. A number without end (a threshold above all scores) is written as `null`.
 *
 * @param timings how long the run took, by what took it
 */
export function reportJson(
  { provenance, records }: Evaluation,
  figures: Figures,
  timings?: Record<string, number>,
): string {
  return `${broken({ format: 'depthproof-evaluation/1', provenance, figures, records, timings })}\n`;
}

/**
 * In one line where it fits, else one line a member.
 *
 * @param name the key under which the value stands
 */
function broken(value: unknown, indent = '', name = ''): string {
  const line = inline(value, name);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= columns) return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map(
      (item: unknown) => deeper + (lists.includes(name) ? inline(item) : broken(item, deeper)),
    );
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const members = entriesOf(value).map(
    ([key, member]) => `${deeper}${JSON.stringify(key)}: ${broken(member, deeper, key)}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function inline(value: unknown, name = ''): string {
  if (typeof value === 'number') return number(value, name === 'box' ? boxDecimals : decimals);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => inline(item, name)).join(', ')}]`;
  const members = entriesOf(value).map(([key, member]) => `${JSON.stringify(key)}: ${inline(member, key)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}

function number(value: number, digits: number): string {
  return JSON.stringify(Number.isFinite(value) ? Number(value.toFixed(digits)) : null);
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function rank(key: string): number {
  const index = order.indexOf(key);
  return index < 0 ? order.length : index;
}
