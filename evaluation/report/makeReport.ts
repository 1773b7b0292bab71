import type { Figures } from '../figures';
import { computeFigures } from '../metrics/computeFigures';
import type { ClipResult, Evaluation, Provenance } from '../records';
import { clipsCsv, windowsCsv } from './csv';
import { reportHtml } from './reportHtml';
import { reportJson } from './reportJson';

/**
 * Computes the figures of an evaluation and writes its report.
 *
 * @param options.seconds that the run took
 * @param options.protocol name of a paper's protocol that the clips follow: adds the ACER
 * @returns the texts of the report's files, in pieces, by their names, and what they were written from
 */
export function makeReport(
  provenance: Provenance,
  results: readonly ClipResult[],
  { seconds, protocol }: { seconds: number; protocol?: string | undefined },
): { evaluation: Evaluation; figures: Figures; files: Record<ReportFile, string[]> } {
  const evaluation = { provenance, records: results.map(({ record }) => record) };
  const figures = computeFigures(evaluation);
  const pictures = new Map(results.map(({ record, pictures }) => [record.clip.id, pictures]));
  const files = {
    'report.json': reportJson(evaluation, figures, { seconds }),
    'windows.csv': [windowsCsv(evaluation)],
    'clips.csv': [clipsCsv(evaluation)],
    'report.html': [reportHtml(evaluation, figures, pictures, { protocol })],
  };
  return { evaluation, figures, files };
}

export type ReportFile = 'report.json' | 'windows.csv' | 'clips.csv' | 'report.html';
