import type { SystemFigures } from '../figures';
import type { Provenance } from '../records';
import { markup, type Content, type Markup } from './markup';
import { kindOf, nameOf } from './systems';

const size = { width: 430, height: 400 };
const area = { left: 44, top: 12, right: 418, bottom: 356 };
/** Least share on both axes, which are logarithmic; rarer errors lie on the border. */
const least = 0.001;
const decades = 3;
const ticks = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
/** Distance in units of the drawing below which two points of a line are drawn as one. */
const finest = 0.5;
/** Number of line styles in style.ts, beside the product's. */
const styles = 8;

/**
 * Plots the detection error trade-off: APCER of the worst species over BPCER, both 0.1 to 100 %, one line for each system.
 * Lines differ by colour and dashes. The equal error rate pools all species and need not lie on them.
 */
export function detPlot(systems: readonly SystemFigures[], provenance: Provenance): Markup {
  const drawn = systems.filter(({ det }) => det.length > 0);
  if (drawn.length === 0) return markup`<p>There is no curve: it takes both bona fide and attacks.</p>`;
  const styled = drawn.map((system, index) => ({
    ...system,
    style: kindOf(system.system, provenance) === 'product' ? 'product' : `s${index % styles}`,
    name: nameOf(system.system, provenance),
  }));
  // The product is drawn last and so lies on top.
  const upwards = [...styled].sort((a, b) => Number(a.style === 'product') - Number(b.style === 'product'));
  return markup`<figure class="det">
<svg viewBox="0 0 ${size.width} ${size.height}" role="img">
<title>DET curves: worst species' APCER over BPCER of ${styled.map(({ name }) => name).join(', ')}</title>
${grid()}
<line class="diagonal" x1="${area.left}" y1="${area.bottom}" x2="${area.right}" y2="${area.top}"/>
${upwards.map(({ style, det }) => markup`<polyline class="curve ${style}" points="${pointsOf(det)}"/>\n`)}
</svg>
<figcaption><ul class="legend">
${styled.map(
  ({ style, name }) =>
    markup`<li><svg viewBox="0 0 44 14" width="44" height="14" aria-hidden="true"><line class="curve ${style}" x1="1" y1="7" x2="43" y2="7"/></svg> ${name}</li>\n`,
)}</ul></figcaption>
</figure>
`;
}

function x(bpcer: number): number {
  return tenth(area.left + along(bpcer) * (area.right - area.left));
}

function y(apcer: number): number {
  return tenth(area.bottom - along(apcer) * (area.bottom - area.top));
}

function along(share: number): number {
  return Math.log10(Math.min(Math.max(share, least), 1) / least) / decades;
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}

function pointsOf(det: SystemFigures['det']): string {
  const points: [number, number][] = [];
  for (const [index, { bpcer, apcer }] of det.entries()) {
    const [px, py] = [x(bpcer), y(apcer)];
    const last = points.at(-1);
    const moved = last ? Math.max(Math.abs(px - last[0]), Math.abs(py - last[1])) : Infinity;
    if (moved >= finest || (index === det.length - 1 && moved > 0)) points.push([px, py]);
  }
  return points.map((point) => point.join(',')).join(' ');
}

function grid(): Content[] {
  return ticks.map((share) => {
    const label = String(100 * share);
    return markup`<line class="grid" x1="${x(share)}" y1="${area.top}" x2="${x(share)}" y2="${area.bottom}"/><line class="grid" x1="${area.left}" y1="${y(share)}" x2="${area.right}" y2="${y(share)}"/><text class="middle" x="${x(share)}" y="${area.bottom + 18}">${label}</text><text class="end" x="${area.left - 8}" y="${y(share) + 4}">${label}</text>
`;
  })
    .concat(markup`<text class="middle" x="${(area.left + area.right) / 2}" y="${size.height - 6}">BPCER (%)</text>
<text class="middle" transform="translate(11 ${(area.top + area.bottom) / 2}) rotate(-90)">APCER, worst species (%)</text>
`);
}
