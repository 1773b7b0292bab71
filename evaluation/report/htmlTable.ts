import { markup, type Content, type Markup } from './markup';

/** Cells of a text column are aligned to the left, all others (numbers, rates) to the right. */
export interface Column {
  heading: string;
  text?: boolean;
}

/**
 * Returns a table that scrolls sideways where it does not fit.
 *
 * @param rows the first cell of a row is its heading
 */
export function htmlTable(caption: string, columns: readonly Column[], rows: readonly Content[][]): Markup {
  const side = (index: number) => (columns[index]?.text === true ? 'text' : 'figure');
  return markup`<div class="wide" role="region" aria-label="${caption}" tabindex="0">
<table><caption>${caption}</caption>
<thead><tr>${columns.map(({ heading }, index) => markup`<th scope="col" class="${side(index)}">${heading}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([heading = '', ...cells]) =>
    markup`<tr><th scope="row" class="text">${heading}</th>${cells.map(
      (cell, index) =>
        markup`<td class="${side(index + 1)}">${side(index + 1) === 'text' ? cell : stacked(cell)}</td>`,
    )}</tr>\n`,
)}</tbody></table></div>
`;
}

/** Sets a rate above its counts and bounds in brackets: tables get narrower, and rates easier to compare. */
function stacked(cell: Content): Content {
  if (typeof cell !== 'string') return cell;
  const [, rate, brackets] = /^(.+?) (\([^()]*\)|\[[^[\]]*\])$/.exec(cell) ?? [];
  return rate === undefined ? cell : markup`${rate} <small>${brackets}</small>`;
}
