import type { Figures, VerdictShares } from '../figures';
import { isConcluded } from '../metrics/verdictFigures';
import type { Evaluation } from '../records';
import { acerLine } from './acer';
import { count, counted } from './numbers';
import { cellsOf, fixedThresholds, measurementsNotBeaten, systemColumns, systemsAt } from './systems';

/**
 * Returns the product's verdicts, and the comparison over windows as a GitHub Markdown table that reads well in a
 * terminal, too.
 *
 * @param options.protocol name of a paper's protocol that the clips follow: adds the ACER
 */
export function textTable(
  evaluation: Evaluation,
  figures: Figures,
  { protocol }: { protocol?: string | undefined } = {},
): string {
  const rows = systemsAt('window', evaluation, figures).map((system) =>
    cellsOf(system, evaluation.provenance),
  );
  const { bonaFide, attacks } = figures.verdicts;
  const verdicts = `Verdicts over clips: ${verdictLine('bona fide', bonaFide)}; ${verdictLine('attacks', attacks)}${failures(evaluation)}.`;
  const lines = [
    fixedThresholds,
    ...measurementsNotBeaten(evaluation, figures),
    ...(protocol === undefined ? [] : [`${acerLine(protocol, figures)}.`]),
  ];
  return `${[verdicts, markdown([[...systemColumns], ...rows]), ...lines.map(plain)].join('\n\n')}\n`;
}

function verdictLine(label: string, { letIn, turnedAway, noAnswer }: VerdictShares): string {
  return `${label} ${count(letIn)} let in, ${count(turnedAway)} turned away, ${count(noAnswer)} without an answer`;
}

function failures({ records }: Evaluation): string {
  const failed = records.filter((record) => !isConcluded(record)).length;
  return failed > 0 ? `; ${counted(failed, 'clip')} could not be judged` : '';
}

function markdown(rows: string[][]): string {
  const cells = rows.map((row) => row.map((cell) => plain(cell).replaceAll('|', '\\|')));
  const widths = systemColumns.map((_, column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const [head = '', ...body] = cells.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [head, rule, ...body].join('\n');
}

/** Removes line breaks and escape sequences for the terminal: species come from the manifest. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
