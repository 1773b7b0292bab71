import { build } from './build';

/** The colours of the theme `dark`, which the page or the visitor's system chooses. */
const dark = `
  --ink: var(--depthproof-ink, #edf0ef);
  --paper: var(--depthproof-paper, #191d1f);
  --quiet: var(--depthproof-quiet, #a9b2b3);
  --line: var(--depthproof-line, #7f898b);
  --accent: var(--depthproof-accent, #45c7b0);
  --on-accent: var(--depthproof-on-accent, #06201b);
  --alarm: var(--depthproof-alarm, #ff8a6b);
  color-scheme: dark;
`;

/**
 * The element's style sheet. It is constructed and adopted, which every Content-Security-Policy allows. A page sets
 * colours, corners and font by CSS variables, and everything else by `::part`.
 */
const css = `
:host {
  --ink: var(--depthproof-ink, #16191b);
  --paper: var(--depthproof-paper, #fff);
  --quiet: var(--depthproof-quiet, #565e63);
  --line: var(--depthproof-line, #7c8589);
  --accent: var(--depthproof-accent, #0b7566);
  --on-accent: var(--depthproof-on-accent, #fff);
  --alarm: var(--depthproof-alarm, #b5361b);
  --radius: var(--depthproof-radius, 0.75em);
  display: block;
  box-sizing: border-box;
  inline-size: 100%;
  max-inline-size: 24em;
  color-scheme: light;
  font: max(1em, 12px)/1.45 var(--depthproof-font, system-ui, sans-serif);
}
:host([hidden]) { display: none; }
:host([size='compact']) { max-inline-size: 19.5em; font-size: max(0.875em, 12px); }
:host([theme~='dark' i]) .card {${dark}}
@media (prefers-color-scheme: dark) {
  :host(:not([theme~='light' i])) .card {${dark}}
}
*, ::before, ::after { box-sizing: border-box; }
.card {
  display: grid;
  gap: 0.75em;
  padding: 1em;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
  overflow-wrap: anywhere;
  text-align: start;
}
h2, p { margin: 0; }
h2 { font-size: 1.125em; line-height: 1.3; text-wrap: balance; }
h2:focus { outline: none; }
.screen { display: grid; gap: 0.75em; }
.quiet { color: var(--quiet); font-size: max(0.9375em, 12px); }
.notice { border-inline-start: 0.25em solid var(--alarm); padding-inline-start: 0.75em; }
.alarm { color: var(--alarm); }
.hint { min-block-size: 2.9em; font-weight: 600; display: grid; align-content: center; text-align: center; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75em; align-items: center; }
button, select {
  min-block-size: 44px;
  min-inline-size: 44px;
  max-inline-size: 100%;
  padding: 0.5em 1.1em;
  border: 1px solid var(--line);
  border-radius: calc(var(--radius) * 0.66);
  background: transparent;
  color: inherit;
  font: inherit;
  font-weight: 600;
  touch-action: manipulation;
  scroll-margin: 8px;
}
button { cursor: pointer; }
button.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
button:disabled { cursor: not-allowed; opacity: 0.55; }
button:focus-visible, select:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 2px;
}
label { display: grid; gap: 0.25em; font-size: max(0.9375em, 12px); }
/* Where a window is low, as at 400 % zoom, it leaves room for the hint and the button below it. */
.view {
  position: relative;
  overflow: hidden;
  aspect-ratio: 4 / 3;
  inline-size: min(100%, 80vb, max(8em, (100vb - 10em) * 4 / 3));
  margin-inline: auto;
  border-radius: calc(var(--radius) * 0.66);
  background: #101417;
}
.view video { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; }
.view video { transform: scaleX(var(--mirror, 1)) rotate(var(--turn, 0deg)); }
.view.mirrored { --mirror: -1; }
/* Before it is turned by 90 degrees, the video has the shape of the view on its side. */
.view.on-side video { inset: -16.667% 12.5%; inline-size: 75%; block-size: 133.333%; }
.view svg { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
.shade { fill: #0008; fill-rule: evenodd; }
.oval, .arc { fill: none; stroke-width: 5; }
.oval { stroke: #fff; stroke-opacity: 0.85; }
.arc { stroke: #4fe0c4; stroke-linecap: round; stroke-dasharray: 1; stroke-dashoffset: 1; }
.mark { inline-size: 2.5em; block-size: 2.5em; fill: none; stroke: var(--accent); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.alarm-mark { stroke: var(--alarm); }
.visually-hidden { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: no-preference) {
  .arc { transition: stroke-dashoffset 0.15s linear; }
}
@media (forced-colors: active) {
  button.main { border: 2px solid; }
}
`;

/** All elements of a document share one sheet. */
const sheets = new WeakMap<Document, CSSStyleSheet>();

/** Adds the style sheet to a shadow root: again after the root has come into another document, which takes it off. */
export function adoptStyles(root: ShadowRoot): void {
  const page = root.ownerDocument;
  const { CSSStyleSheet } = page.defaultView ?? globalThis;
  // Partial DOMs, as of test runners, have the class and not the method.
  if ((root as Partial<ShadowRoot>).adoptedStyleSheets && 'replaceSync' in CSSStyleSheet.prototype) {
    let sheet = sheets.get(page);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(page, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  }
  // Safari before 16.4 adopts no sheets. A strict policy blocks this one: the screen `unsupported` then has no styles.
  else if (!root.querySelector('style')) root.append(build('style', {}, document.createTextNode(css)));
}
