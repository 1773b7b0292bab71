import type { Figures } from '../figures';
import type { Evaluation, Label } from '../records';
import { acerLine } from './acer';
import { outcomesOf } from './groups';
import { counted } from './numbers';
import { cellsOf, fixedThresholds, measurementsNotBeaten, systemColumns, systemsAt } from './systems';

/**
 * Returns the comparison over windows as a GitHub Markdown table that reads well in a terminal, too, and the product's
 * verdicts.
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
  const lines = [
    fixedThresholds,
    `Verdicts over clips: ${verdicts(evaluation, 'live')}; ${verdicts(evaluation, 'attack')}${failures(evaluation)}.`,
    ...measurementsNotBeaten(evaluation, figures),
    ...(protocol === undefined ? [] : [`${acerLine(protocol, figures)}.`]),
  ];
  return `${[markdown([[...systemColumns], ...rows]), ...lines.map(plain)].join('\n\n')}\n`;
}

function verdicts({ records }: Evaluation, label: Label): string {
  const { right, wrong, inconclusive } = outcomesOf(records.filter(({ clip }) => clip.label === label));
  const who = label === 'live' ? 'bona fide' : 'attacks';
  return `${who} ${right} right, ${wrong} wrong, ${inconclusive} inconclusive`;
}

function failures({ records }: Evaluation): string {
  const { failed } = outcomesOf(records);
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
