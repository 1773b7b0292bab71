import type { Problem } from '../../evaluation/manifest/problems';
import { element, make } from '../element';

/** Problems that are listed; the first ones of a thousand bad rows show what is wrong. */
const LISTED = 50;

/** The list of problems, one a line. */
export class ProblemBox {
  readonly #box = element('problem', HTMLElement);
  readonly #title = element('problem-title', HTMLElement);
  readonly #list = element('problem-list', HTMLUListElement);

  show(title: string, problems: readonly Problem[]): void {
    this.#title.textContent = title;
    const items = problems.slice(0, LISTED).map(item);
    if (problems.length > LISTED) items.push(make('li', '', `and ${problems.length - LISTED} more`));
    this.#list.replaceChildren(...items);
    this.#box.hidden = false;
    // The visitor, who caused it, may be elsewhere on the page.
    this.#box.focus();
  }

  hide(): void {
    this.#box.hidden = true;
  }
}

function item({ row, file, message }: Problem): HTMLLIElement {
  const where = row === undefined ? file : `Row ${row}`;
  return make('li', '', ...(where === undefined ? [] : [make('b', '', where), ': ']), message);
}
