import { Markup } from './markup';

/** Each colour in the light and in the dark scheme. Series have Okabe and Ito's, darkened on paper where they are faint. */
const colours = {
  paper: ['#fafaf8', '#121516'],
  card: ['#fff', '#191d1f'],
  ink: ['#16191b', '#edf0ef'],
  quiet: ['#5c6469', '#9ca5a6'],
  line: ['#dcdfdd', '#2e3538'],
  accent: ['#0b7566', '#45c7b0'],
  alarm: ['#b5361b', '#ff8a6b'],
  c0: ['#b06a00', '#e69f00'],
  c1: ['#2a78b5', '#56b4e9'],
  c2: ['#a34a80', '#dd8fbb'],
  c3: ['#6b6f00', '#f0e442'],
  c4: ['#c2500a', '#f08240'],
  c5: ['#0072b2', '#6aa9e0'],
  c6: ['#7a52b3', '#b99af0'],
  c7: ['#555', '#bbb'],
};

const palette = Object.entries(colours)
  .map(([name, pair]) => `--${name}: light-dark(${pair.join(', ')});`)
  .join(' ');

/** Dashes tell lines apart where colours do not. */
const dashes = ['7 4', '2 3', '10 3 2 3', '4 2', '12 5', '1 4', '6 2 1 2 1 2', '3 6'];

const series = dashes
  .map((dash, index) => `.s${index} { --tone: var(--c${index}); --dash: ${dash}; }`)
  .join('\n');

/**
 * The report's style sheet. It may name nothing outside of the file. The demo adopts it in a shadow root, whose `:host` is
 * the root, with the report's body as a child.
 */
export const style = new Markup(`
:root { color-scheme: light dark; }
:root, :host { ${palette}
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  font-variant-numeric: tabular-nums; }
@media print { :root { color-scheme: light; } }
*, ::before, ::after { box-sizing: border-box; }
body { max-width: 64rem; margin: 0 auto; padding: clamp(1rem, 2.4vw, 1.75rem); background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
h1 { margin: 0; font-size: clamp(1.4rem, 4vw, 2.1rem); font-weight: 650; letter-spacing: -0.02em; line-height: 1.2; }
h2 { margin: 0 0 0.5rem; font-size: 1.2rem; font-weight: 650; }
h3 { margin: 1rem 0 0.5rem; font-size: 1rem; font-weight: 600; }
p { max-width: 46rem; margin: 0.5rem 0; }
section { margin-top: 2rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.quiet, figcaption, .about { color: var(--quiet); font-size: 0.875rem; }
.about { display: block; font-weight: 400; white-space: normal; min-width: 14rem; max-width: 24rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

.headline { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); margin: 1.25rem 0 0.75rem; }
.headline > div { padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 0.875rem; background: var(--card); }
.headline dt { color: var(--quiet); font-size: 0.9375rem; }
.headline dd { margin: 0; }
.headline .rate { font-size: 2.25rem; font-weight: 700; letter-spacing: -0.02em; line-height: 1.25; }
.warning { padding: 0.625rem 0.875rem; border: 1px solid var(--alarm); border-left-width: 0.375rem; border-radius: 0.5rem; background: var(--card); }

.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 1.5rem; margin: 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
@media (max-width: 34rem) { .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dd { margin-bottom: 0.5rem; } }

.wide { margin-top: 0.75rem; overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.875rem; overflow-wrap: normal; }
td small { display: block; color: var(--quiet); font-size: 0.75rem; }
caption { padding-bottom: 0.25rem; text-align: left; font-weight: 600; }
th, td { padding: 0.3rem 1.25rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; white-space: nowrap; }
thead th { vertical-align: bottom; white-space: normal; color: var(--quiet); font-weight: 500; }
.text { text-align: left; }
tbody th { font-weight: 500; }
td.text { white-space: normal; min-width: 12rem; overflow-wrap: anywhere; }

figure { margin: 0; }
svg { display: block; }
svg text { fill: var(--quiet); font-size: 12px; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.grid, .axis { stroke: var(--line); }
.axis { stroke: var(--quiet); }
.diagonal { stroke: var(--quiet); stroke-dasharray: 1 5; }
.det { display: grid; gap: 0.5rem 2rem; align-items: center; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.det > svg { width: 100%; max-width: 38rem; }
.legend { margin: 0; padding: 0; list-style: none; color: var(--ink); }
.legend li { display: flex; gap: 0.625rem; align-items: center; padding: 0.125rem 0; }
.legend svg { flex: none; }
.curve { fill: none; stroke: var(--tone); stroke-width: 1.6; stroke-dasharray: var(--dash); }
.product { --tone: var(--accent); --dash: none; }
.curve.product { stroke-width: 3.2; }
${series}

.multiples { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); }
.multiples svg { width: 100%; max-width: 24rem; }
.multiples b { margin-right: 0.5rem; color: var(--ink); }
.bar { fill: var(--alarm); }
.live .bar { fill: var(--accent); }
.threshold { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 3; }

.clips { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); margin: 0; padding: 0; list-style: none; }
.clips > li { min-width: 0; }
.clips > .wrong { border-top: 0.25rem solid var(--alarm); }
.clips figcaption { margin-top: 0.25rem; }
.clips b { color: var(--ink); }
.clips ol { margin: 0.25rem 0; padding-left: 1.25rem; color: var(--ink); }
.pictures { display: grid; gap: 0.25rem; }
.pictures img { display: block; width: 100%; border-radius: 0.375rem; }
.pictures .depth { width: 50%; }
.shot { position: relative; }
.shot svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.shot rect { fill: none; stroke: #fff; stroke-width: 2; vector-effect: non-scaling-stroke; paint-order: stroke; filter: drop-shadow(0 0 1px #000) drop-shadow(0 0 1px #000); }
.shot text { fill: #fff; font-size: 18px; font-weight: 700; paint-order: stroke; stroke: #000; stroke-width: 4px; }

@media print {
  body { max-width: none; padding: 0; background: none; print-color-adjust: exact; }
  .wide { overflow: visible; }
  table { font-size: 0.75rem; }
  th, td { padding-right: 0.75rem; white-space: normal; }
  .about { min-width: 0; }
  figure, tr, .headline > div { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
}
`);
