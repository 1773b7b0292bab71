import { PRODUCT_THRESHOLD } from '../metrics/system';
import { countedWindows } from '../metrics/sample';
import type { Evaluation } from '../records';
import { groupsOf, type Group } from './groups';
import { markup, type Markup } from './markup';
import { counted } from './numbers';

const bins = 20;
const size = { width: 260, height: 130 };
const area = { left: 8, top: 18, right: 252, bottom: 108 };
/** Height at which a single window among thousands is still visible. */
const lowestBar = 2;

/**
 * Returns histograms of the product's probabilities over windows: bona fide first, then one for each species. All have one
 * scale: the share of the group's windows in a bin.
 */
export function histograms(evaluation: Evaluation): Markup {
  const groups = groupsOf(evaluation)
    .map((group) => ({ group, counts: countsOf(group) }))
    .filter(({ counts }) => sum(counts) > 0);
  if (groups.length === 0) return markup`<p>No window was scored.</p>`;
  const highest = Math.max(...groups.map(({ counts }) => Math.max(...counts) / sum(counts)));
  return markup`<div class="multiples">
${groups.map(({ group, counts }) => histogram(group, counts, highest))}</div>
`;
}

function countsOf({ records }: Group): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const { probability } of records.flatMap(countedWindows)) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(probability * bins)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** @param highest share that fills the height */
function histogram({ name, label }: Group, counts: number[], highest: number): Markup {
  const windows = sum(counts);
  const width = (area.right - area.left) / bins;
  const x = (probability: number) => area.left + probability * (area.right - area.left);
  const bars = counts.map((count, bin) => {
    const full = (count / windows / highest) * (area.bottom - area.top);
    const height = count === 0 ? 0 : Math.max(lowestBar, full);
    return markup`<rect class="bar" x="${(x(bin / bins) + 0.5).toFixed(1)}" y="${(area.bottom - height).toFixed(1)}" width="${(width - 1).toFixed(1)}" height="${height.toFixed(1)}"><title>${(bin / bins).toFixed(2)} to ${((bin + 1) / bins).toFixed(2)}: ${counted(count, 'window')}</title></rect>`;
  });
  const at = x(PRODUCT_THRESHOLD).toFixed(1);
  return markup`<figure class="${label}">
<figcaption><b>${name}</b> ${counted(windows, 'window')}</figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img">
<title>Probabilities of ${name}, ${counted(windows, 'window')}</title>
${bars}
<line class="axis" x1="${area.left}" y1="${area.bottom}" x2="${area.right}" y2="${area.bottom}"/>
<line class="threshold" x1="${at}" y1="${area.top - 4}" x2="${at}" y2="${area.bottom}"/>
<text class="middle" x="${at}" y="${area.top - 7}">even odds</text>
${[0, 0.5, 1].map(
  (tick) =>
    markup`<text class="${tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'}" x="${x(tick)}" y="${area.bottom + 16}">${tick}</text>`,
)}
</svg>
</figure>
`;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
