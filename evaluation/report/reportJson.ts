import type { Figures } from '../figures';
import type { Evaluation } from '../records';

/** Length up to which a value is written in one line. */
const columns = 110;
const decimals = 6;
/** A hundredth of a pixel is finer than any detector. */
const pixels = ['box', 'part'];
const pixelDecimals = 2;
/** Lists with one line an item, however long it gets: there are thousands of them. */
const lists = ['frames', 'windows', 'det'];

/** Order of keys, over all levels. All others follow in alphabetical order; none is lost. */
const order = [
  ...['format', 'provenance', 'figures', 'records', 'timings'],
  ...['product', 'id', 'name', 'file', 'label', 'species', 'subject', 'row', 'start', 'end', 'face', 'about'],
  ...['x', 'y', 'clip', 'verdict', 'error', 'width', 'height'],
  ...['system', 'unit', 'column', 'value', 'group', 'live', 'attacks', 'threshold'],
  ...['bonaFide', 'letIn', 'turnedAway', 'noAnswer'],
  ...['errors', 'trials', 'rate', 'lower', 'upper', 'auc', 'eer', 'bpcer', 'apcer'],
  ...['bpcerInterval', 'worstApcerInterval', 'operatingPoints', 'det'],
  ...['time', 'faces', 'turn', 'box', 'hint', 'first', 'last', 'score', 'probability', 'outcome', 'ending', 'reasons'],
  ...['code', 'weight', 'shown', 'window', 'frame', 'part', 'evidence'],
  ...['windows', 'frames', 'slices', 'scores'],
];

/**
 * Returns all that an evaluation found, as JSON that people can read, too. Two runs that found the same give the same text,
 * except for `timings` at its end. An infinite number is written as `null`.
 *
 * @param timings seconds that the run took, by step
 */
export function reportJson(
  { provenance, records }: Evaluation,
  figures: Figures,
  timings?: Record<string, number>,
): string {
  return `${written({ format: 'depthproof-evaluation/2', provenance, figures, records, timings })}\n`;
}

/**
 * Writes a value in one line if it fits, else with one line a member.
 *
 * @param name key of the value
 */
function written(value: unknown, indent = '', name = ''): string {
  const line = inline(value, name);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= columns) return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map(
      (item: unknown) => deeper + (lists.includes(name) ? inline(item) : written(item, deeper)),
    );
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const members = entriesOf(value).map(
    ([key, member]) => `${deeper}${JSON.stringify(key)}: ${written(member, deeper, key)}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function inline(value: unknown, name = ''): string {
  if (typeof value === 'number') return number(value, pixels.includes(name) ? pixelDecimals : decimals);
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
