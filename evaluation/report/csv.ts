import Papa from 'papaparse';
import { PRODUCT, systemsOf } from '../metrics/system';
import type { Clip, ClipRecord, Evaluation, FrameRecord, WindowRecord } from '../records';
import { sliceColumns, speciesIfAny } from './groups';

type Cell = string | number | undefined;

/** What a spreadsheet would take for a formula. A plain number is none, though it may start with a sign. */
const formula = /^(?![+-]?\d+(\.\d+)?$)[=+\-@\t\r\n]/;

/** One row a window of the product: what it scored, and what the other systems said of the same frames. */
export function windowsCsv(evaluation: Evaluation): string {
  const systems = systemsOf(evaluation.provenance).filter((system) => system !== PRODUCT);
  return csv(
    ['clip'],
    evaluation,
    ['start (s)', 'end (s)', 'score', 'probability', ...systems],
    evaluation.records.flatMap((record) =>
      record.windows.map((window) => ({
        clip: record.clip,
        before: [record.clip.id],
        after: [
          seconds(record.frames[window.first]),
          seconds(record.frames[window.last]),
          rounded(window.score),
          rounded(window.probability),
          ...systems.map((system) => meanScore(record, window, system)),
        ],
      })),
    ),
  );
}

/** One row a clip: how the product concluded on it, or why it could not. */
export function clipsCsv(evaluation: Evaluation): string {
  return csv(
    ['clip', 'file'],
    evaluation,
    ['frames', 'windows', 'mean probability', 'verdict', 'reason', 'milliseconds', 'error'],
    evaluation.records.map(({ clip, frames, windows, verdict, error }) => ({
      clip,
      before: [clip.id, clip.file],
      after: [
        frames.length,
        windows.length,
        mean(windows.map(({ probability }) => probability)),
        verdict?.outcome,
        verdict?.reason,
        rounded(verdict?.milliseconds),
        error,
      ],
    })),
  );
}

/** Columns `before` and `after` what is known of the clip itself: label, species, subject and slices. */
function csv(
  before: string[],
  evaluation: Evaluation,
  after: string[],
  rows: { clip: Clip; before: Cell[]; after: Cell[] }[],
): string {
  const slices = sliceColumns(evaluation);
  const known = [...before, 'label', 'species', 'subject'];
  // A column of the manifest that is called as one of ours has to stay apart from it.
  const headings = slices.map((slice) => ([...known, ...after].includes(slice) ? `slice ${slice}` : slice));
  const cells = rows.map((row) => [
    ...row.before,
    row.clip.label,
    speciesIfAny(row.clip),
    row.clip.subject,
    ...slices.map((slice) => row.clip.slices[slice]),
    ...row.after,
  ]);
  const config = { escapeFormulae: formula, newline: '\n' };
  return `${Papa.unparse({ fields: [...known, ...headings, ...after], data: cells }, config)}\n`;
}

/** Over the frames of the window that the system could judge. */
function meanScore(
  { frames }: ClipRecord,
  { first, last }: WindowRecord,
  system: string,
): number | undefined {
  const scores = frames.slice(first, last + 1).map((frame) => frame.scores[system]);
  return mean(scores);
}

/** Of those values that are known; `undefined` if none is. */
function mean(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value): value is number => Number.isFinite(value));
  return rounded(known.reduce((sum, value) => sum + value, 0) / known.length);
}

function seconds(frame: FrameRecord | undefined): number | undefined {
  return frame && rounded(frame.time / 1000);
}

/** To 6 decimals; what is no finite number is left empty. */
function rounded(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? Number(value.toFixed(6)) : undefined;
}
