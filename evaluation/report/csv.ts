import Papa from 'papaparse';
import { mean, meanOverFrames } from '../metrics/sample';
import { PRODUCT, systemsOf } from '../metrics/system';
import type { Clip, Evaluation, FrameRecord } from '../records';
import { kindsOf } from './evidence';
import { sliceColumns, speciesIfAny } from './groups';

type Cell = string | number | undefined;

/** Matches what a spreadsheet takes for a formula. A plain number is none, though it may start with a sign. */
const formula = /^(?![+-]?\d+(\.\d+)?$)[=+\-@\t\r\n]/;

/** Returns one row for each window of the product: its score and evidence, and the scores of the other systems on the same frames. */
export function windowsCsv(evaluation: Evaluation): string {
  const systems = systemsOf(evaluation.provenance).filter((system) => system !== PRODUCT);
  const kinds = kindsOf(evaluation.provenance);
  return csv(
    ['clip'],
    evaluation,
    ['start (s)', 'end (s)', 'score', 'probability', ...kinds.map((kind) => `${kind} (log odds)`), ...systems],
    evaluation.records.flatMap((record) =>
      record.windows.map((window) => ({
        clip: record.clip,
        before: [record.clip.id],
        after: [
          seconds(record.frames[window.first]),
          seconds(record.frames[window.last]),
          rounded(window.score),
          rounded(window.probability),
          ...kinds.map((kind) => rounded(window.evidence[kind])),
          ...systems.map((system) => rounded(meanOverFrames(record, window, system))),
        ],
      })),
    ),
  );
}

/** Returns one row for each clip: the product's verdict with the codes of its reasons, or why there is none. */
export function clipsCsv(evaluation: Evaluation): string {
  return csv(
    ['clip', 'file'],
    evaluation,
    ['frames', 'windows', 'mean probability', 'verdict', 'ending', 'reasons', 'milliseconds', 'error'],
    evaluation.records.map(({ clip, frames, windows, verdict, error }) => ({
      clip,
      before: [clip.id, clip.file],
      after: [
        frames.length,
        windows.length,
        rounded(mean(windows.map(({ probability }) => probability).filter(Number.isFinite))),
        verdict?.outcome,
        verdict?.ending,
        verdict?.reasons.map(({ code }) => code).join(' '),
        rounded(verdict?.milliseconds),
        error,
      ],
    })),
  );
}

/** Returns the rows with columns `before` and `after` those of the clip itself: label, species, subject and slices. */
function csv(
  before: string[],
  evaluation: Evaluation,
  after: string[],
  rows: { clip: Clip; before: Cell[]; after: Cell[] }[],
): string {
  const slices = sliceColumns(evaluation);
  const known = [...before, 'label', 'species', 'subject'];
  // A column of the manifest may have the name of one of ours.
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

function seconds(frame: FrameRecord | undefined): number | undefined {
  return frame && rounded(frame.time / 1000);
}

/** Rounds to 6 decimals; a number that is not finite is left empty. */
function rounded(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? Number(value.toFixed(6)) : undefined;
}
