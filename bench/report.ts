import type { BackendName } from '../src/backends/backend';
import type { Counts } from './counters';
import type { KernelTime } from './kernelTimes';
import type { Limits } from './limits';
import { median, quantile } from './quantiles';

/** What runs a frame, and where. */
export interface Runner {
  name: string;
  backend: BackendName;
  /** On kernels of our own. */
  ours?: true;
  /** Another network than the one that ships: its frame costs something else. */
  other?: true;
}

/** A contender's frames. */
export interface Row extends Runner {
  /** Milliseconds from the frame's first call until its answer is there. */
  milliseconds: number[];
  /** Milliseconds of those until the frame was submitted: what JavaScript itself takes. Only of ours. */
  encoding: number[];
  /** What a frame without its answer asked of our device; only of contenders on it. */
  perFrame: Counts | undefined;
  /** Milliseconds to load and bytes on the GPU; only of ours. */
  loading: number | undefined;
  bytes: number | undefined;
}

/** A contender that could not run, or not to the end. */
export interface Missing {
  name: string;
  reason: string;
}

export interface Report {
  /** The id of the model that ours run. */
  model: string;
  /** As the browser names them. */
  adapter: string | undefined;
  /** What the WebGPU adapter offers beyond the least. */
  features: string[];
  renderer: string | undefined;
  platform: string;
  /** A window's first frame, which also shows its appearance, and a further frame, on our own kernels. */
  multiplyAdds: { first: number; further: number } | undefined;
  /** The WebGPU adapter's limits; `undefined` where there is none. */
  limits: Limits | undefined;
  kernels: KernelTime[];
  /** The contender whose kernels these are. */
  kernelsOf: string | undefined;
  rows: Row[];
  missing: Missing[];
}

/** Column heads and rows of text. */
export interface Table {
  head: string[];
  rows: string[][];
}

/** A report, and how it is put to readers. */
export interface Told {
  report: Report;
  conditions: string;
  contenders: Table;
  kernels: Table;
}

export function missed(name: string, error: unknown): Missing {
  return { name, reason: error instanceof Error ? error.message : String(error) };
}

export function told(report: Report): Told {
  return {
    report,
    conditions: conditions(report),
    contenders: contenderTable(report),
    kernels: kernelTable(report),
  };
}

/** Contenders beside each other; times are medians. */
function contenderTable({ rows, limits, multiplyAdds }: Report): Table {
  const [first] = rows;
  /** Our quickest precision there. */
  const oursOn = (backend: BackendName) =>
    rows
      .filter((row) => row.ours && row.backend === backend)
      .sort((a, b) => median(a.milliseconds) - median(b.milliseconds))[0];
  return {
    head: [
      'Contender',
      'ms a frame',
      '10 to 90 %',
      'against the first',
      'against ours on its backend',
      '% of peak',
      'JavaScript ms',
      'dispatches',
      'submits',
      'bytes allocated',
      'MB',
      'ms to load',
    ],
    rows: rows.map((row) => {
      const { name, backend, other, milliseconds, encoding, perFrame, loading, bytes } = row;
      const time = median(milliseconds);
      const ours = oursOn(backend);
      const share =
        !other && limits && multiplyAdds && multiplyAdds.further / (time / 1000) / limits.multiplyAdds;
      return [
        name,
        round(time),
        `${round(quantile(milliseconds, 0.1))} to ${round(quantile(milliseconds, 0.9))}`,
        `${round(time / median(first?.milliseconds ?? []))} x`,
        ours ? `${round(time / median(ours.milliseconds))} x` : '',
        share ? round(100 * share) : '',
        encoding.length > 0 ? round(median(encoding)) : '',
        ...[perFrame?.dispatches, perFrame?.submits, perFrame?.bytes].map((count) => count?.toString() ?? ''),
        bytes === undefined ? '' : round(bytes / 1e6),
        loading === undefined ? '' : round(loading),
      ];
    }),
  };
}

/** Our WebGPU kernels, each held against what the adapter's limits allow. */
function kernelTable({ kernels, limits }: Report): Table {
  return {
    head: ['Kernel', 'ms', 'billion multiply-adds/s', '% of peak', '% of what the roofline allows'],
    rows: kernels.flatMap(({ name, milliseconds, multiplyAdds, bytes }) => {
      if (!limits) return [];
      const possible =
        Math.max(multiplyAdds / limits.multiplyAdds, bytes / limits.bandwidth) * 1000 + limits.dispatch;
      const rate = multiplyAdds / (milliseconds / 1000);
      return [
        [
          name,
          round(milliseconds),
          multiplyAdds ? round(rate / 1e9) : '',
          multiplyAdds ? round((100 * rate) / limits.multiplyAdds) : '',
          round((100 * possible) / milliseconds),
        ],
      ];
    }),
  };
}

/** On what it was measured, in a sentence. */
function conditions(report: Report): string {
  const { adapter, features, renderer, platform, limits, kernelsOf } = report;
  const millions = (count: number) => (count / 1e6).toFixed(0);
  const variants = ['shader-f16', 'subgroups'].map(
    (name) => `${features.includes(name) ? '' : 'no '}${name}`,
  );
  const machine = `WebGPU ${adapter ?? 'unnamed'} (${variants.join(', ')}); WebGL ${renderer ?? 'unnamed'}; ${platform}.`;
  const counts = report.multiplyAdds;
  const frame =
    counts &&
    `${millions(counts.further)} million multiply-adds a frame, ${millions(counts.first)} million a window's first.`;
  const measured =
    limits &&
    `Measured limits of WebGPU: ${(limits.multiplyAdds / 1e9).toFixed(2)} billion multiply-adds a second, ${(limits.bandwidth / 1e9).toFixed(2)} GB/s, ${round(1000 * limits.dispatch)} us a dispatch.`;
  const kernels = kernelsOf && `The kernels are those of ${kernelsOf}.`;
  return [machine, frame, measured, kernels].filter(Boolean).join(' ');
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
