import type { BackendName, BackendReport, ModelReport, WindowResult } from 'depthproof';
import { element, make } from './element';

const backendNames: Record<BackendName, string> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM' };

/** Number of windows that the median is taken over. */
const kept = 12;

type Row = readonly [name: string, value: string, title?: string];

/** Times of the check, the backend that it runs on, and the result of the backend's self-test. */
export class Timings {
  readonly #list = element('timings', HTMLDListElement);
  #windows: WindowResult[] = [];
  #fixed: Row[] = [];

  /** @param loadMilliseconds from the start of the check to the first analysed frame */
  ready(backend: BackendReport, model: ModelReport, loadMilliseconds: number): void {
    this.#fixed = [
      ...described(backend),
      ['Start, self-test included', `${loadMilliseconds.toFixed(0)} ms`],
      ['Model', `${model.id}, SHA-256 ${model.sha256.slice(0, 12)}…`, model.sha256],
    ];
    this.#show();
  }

  /** Shows the backend that replaced a lost one. */
  rebuilt(backend: BackendReport, reason: string): void {
    const rows: Row[] = [...described(backend), ['Previous backend lost', reason]];
    const names = new Set<string>(rows.map(([name]) => name));
    this.#fixed = [...rows, ...this.#fixed.filter(([name]) => !names.has(name))];
    this.#windows = [];
    this.#show();
  }

  window(window: WindowResult): void {
    this.#windows = [...this.#windows, window].slice(-kept);
    this.#show();
  }

  clear(): void {
    this.#windows = [];
    this.#fixed = [];
    this.#show();
  }

  #show(): void {
    const moving: [string, string][] = [
      ['Network, per window', lastAndMedian(this.#windows.map((window) => window.networkMilliseconds))],
      ['From last frame to score', lastAndMedian(this.#windows.map((window) => window.latencyMilliseconds))],
    ];
    this.#list.replaceChildren(
      ...[...moving, ...this.#fixed].map(([name, value, title = '']) => {
        const description = make('dd', '', value);
        if (title) description.title = title;
        return make('div', '', make('dt', '', name), description);
      }),
    );
  }
}

function lastAndMedian(milliseconds: number[]): string {
  const last = milliseconds.at(-1);
  if (last === undefined) return '–';
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? last;
  return `${last.toFixed(0)} ms (median ${median.toFixed(0)} ms)`;
}

/** Returns the rows about a backend. */
function described(backend: BackendReport): Row[] {
  const { selfTest, skipped } = backend;
  const software = backend.software && backend.name !== 'wasm';
  const passed = selfTest.passed ? 'passed' : 'failed';
  return [
    [
      'Backend',
      [backendNames[backend.name], backend.precision, software && 'software rasterizer']
        .filter(Boolean)
        .join(', '),
    ],
    ['Adapter', backend.adapter ?? 'not named by the browser'],
    [
      'Self-test against PyTorch',
      `${passed}, relative L2 ${selfTest.relativeL2.toExponential(1)}, ${selfTest.milliseconds.toFixed(0)} ms`,
      'Largest relative L2 distance to the golden vectors of the PyTorch reference',
    ],
    [
      'Skipped backends',
      skipped.map(({ name, reason }) => `${backendNames[name]}: ${reason}`).join('\n') || 'none',
    ],
    ['A frame, in a trial at load', `${backend.frameMilliseconds.toFixed(0)} ms`],
  ];
}
