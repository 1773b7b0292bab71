import type { EvidenceKind, ModelReport, WindowResult } from 'depthproof';
import { evidenceNames } from '../evaluation/report/reasonWords';
import { element, make } from './element';

/** Log odds at the ends of the bars; what lies beyond is cut off, and its figure says how much it is. */
const end = 5;

type Weighing = ModelReport['evidence'];

/** What a window's sum is made of: log odds that each kind of evidence speaks for, weighed. */
export interface Sum {
  /** `usual`: what it is with most real faces. */
  parts: { name: string; logOdds: number; usual?: number }[];
  total: number;
}

/** Returns the mean sum of the windows, of which there must be one. */
export function sumOf(
  windows: readonly Pick<WindowResult, 'evidence'>[],
  { bias, weights, usual }: Weighing,
): Sum {
  const kinds = Object.keys(weights) as EvidenceKind[];
  const mean = (kind: EvidenceKind) =>
    windows.reduce((sum, { evidence }) => sum + (evidence[kind] ?? 0), 0) / windows.length;
  const parts = [
    ...kinds.map((kind) => {
      const weight = weights[kind] ?? 0;
      const median = usual[kind];
      return {
        name: evidenceNames[kind],
        logOdds: weight * mean(kind),
        ...(median !== undefined && { usual: weight * median }),
      };
    }),
    { name: 'Starting value', logOdds: bias },
  ];
  return { parts, total: parts.reduce((sum, { logOdds }) => sum + logOdds, 0) };
}

/** How much each kind of evidence speaks for or against a real face, as bars, with their sum. */
export class EvidenceTable {
  readonly #rows = element('evidence', HTMLTableSectionElement);
  readonly #total = element('evidence-sum', HTMLTableSectionElement);
  readonly #note = element('evidence-note', HTMLElement);
  #weighing: Weighing = { bias: 0, weights: {}, usual: {} };
  #windows: WindowResult[] = [];
  #concluded = false;

  set model(model: ModelReport) {
    this.#weighing = model.evidence;
  }

  /** Adds a window before the first verdict; after it the verdict's windows stay in view. */
  add(window: WindowResult): void {
    if (this.#concluded) return;
    this.#windows.push(window);
    this.#show(this.#windows, 'so far');
  }

  conclude(windows: readonly WindowResult[]): void {
    this.#concluded = true;
    this.#show(windows, 'of the verdict');
  }

  clear(): void {
    this.#windows = [];
    this.#concluded = false;
    this.#show([], '');
  }

  #show(windows: readonly WindowResult[], which: string): void {
    const { parts, total } = windows.length > 0 ? sumOf(windows, this.#weighing) : { parts: [], total: 0 };
    this.#rows.replaceChildren(...parts.map(row));
    this.#total.replaceChildren(...(windows.length > 0 ? [row({ name: 'Sum', logOdds: total })] : []));
    const count = windows.length === 1 ? 'The only window' : `Mean of the ${windows.length} windows`;
    this.#note.textContent = windows.length > 0 ? `${count} ${which}` : 'No window yet';
  }
}

function row({ name, logOdds, usual }: Sum['parts'][number]): HTMLTableRowElement {
  const head = make('th', '', name);
  head.scope = 'row';
  const bar = make('span', logOdds < 0 ? 'bar against' : 'bar');
  const length = Math.min(Math.abs(logOdds), end) / end;
  bar.style.setProperty('--length', `${(50 * length).toFixed(1)}%`);
  const cell = make('td', 'bars', bar);
  if (usual !== undefined) {
    const mark = make('span', 'usual');
    const place = Math.min(Math.max(usual / end, -1), 1);
    mark.style.setProperty('--place', `${(50 + 50 * place).toFixed(1)}%`);
    cell.append(mark);
  }
  cell.setAttribute('aria-hidden', 'true');
  return make('tr', '', head, cell, make('td', 'figure', signed(logOdds)));
}

/** A figure with its sign, of which people read a hyphen wrongly. */
export function signed(value: number): string {
  const digits = Math.abs(value).toFixed(1);
  if (digits === '0.0') return digits;
  return (value < 0 ? '−' : '+') + digits;
}
