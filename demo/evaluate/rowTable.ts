import type { Label } from '../../evaluation/records';
import { element, make } from '../element';
import { added, type Row } from './row';

/** The table of clips, where the visitor labels them. */
export class RowTable {
  readonly #body = element('rows', HTMLTableSectionElement);
  readonly #lines = new Map<string, HTMLTableRowElement>();
  readonly #changed: () => void;
  #rows: Row[] = [];

  /** @param changed called after every change */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** @returns how many rows are new */
  add(rows: readonly Row[]): number {
    const before = this.#rows.length;
    this.#rows = added(this.#rows, rows);
    for (const row of this.#rows.slice(before)) {
      const line = this.#line(row);
      this.#lines.set(row.id, line);
      this.#body.append(line);
    }
    this.#changed();
    return this.#rows.length - before;
  }

  clear(): void {
    this.#rows = [];
    this.#lines.clear();
    this.#body.replaceChildren();
    this.#changed();
  }

  /** Labels all clips that have no label yet. */
  labelTheRest(label: Label): void {
    for (const row of this.#rows.filter((candidate) => !candidate.label)) {
      row.label = label;
      const line = this.#line(row);
      this.#lines.get(row.id)?.replaceWith(line);
      this.#lines.set(row.id, line);
    }
    this.#changed();
  }

  #line(row: Row): HTMLTableRowElement {
    const label = make('select');
    label.append(new Option('Choose', ''), new Option('Live', 'live'), new Option('Attack', 'attack'));
    label.value = row.label ?? '';
    const species = textField(row.species);
    species.setAttribute('list', 'species-names');
    const subject = textField(row.subject);
    subject.placeholder = 'one person per clip';
    const remove = make('button', '', 'Remove');
    remove.type = 'button';

    const settle = () => {
      // Live clips have no species.
      species.disabled = row.label === 'live';
      species.placeholder = species.disabled ? '' : 'unknown';
      label.toggleAttribute('data-missing', !row.label);
    };
    label.addEventListener('change', () => {
      row.label = label.value === 'live' || label.value === 'attack' ? label.value : undefined;
      settle();
      this.#changed();
    });
    species.addEventListener('input', () => (row.species = species.value));
    species.addEventListener('change', this.#changed);
    subject.addEventListener('input', () => (row.subject = subject.value));
    remove.addEventListener('click', () => this.#remove(row));
    settle();

    const line = make('tr');
    const head = make('th', 'clip', row.id, make('small', '', kindText(row)));
    head.scope = 'row';
    // Narrow screens show a line as a card, whose display would take its roles away.
    head.setAttribute('role', 'rowheader');
    line.setAttribute('role', 'row');
    line.append(
      head,
      cell('Label', row, label),
      cell('Species', row, species),
      cell('Subject', row, subject),
      cell('', row, remove),
    );
    remove.setAttribute('aria-label', `Remove ${row.id}`);
    return line;
  }

  #remove(row: Row): void {
    const line = this.#lines.get(row.id);
    const neighbour = line?.nextElementSibling ?? line?.previousElementSibling;
    line?.remove();
    this.#lines.delete(row.id);
    this.#rows = this.#rows.filter((other) => other !== row);
    this.#changed();
    // The button that had the focus is gone.
    (neighbour?.querySelector('button') ?? element('choose-files', HTMLElement)).focus();
  }
}

function textField(value: string): HTMLInputElement {
  const field = make('input');
  field.type = 'text';
  field.value = value;
  field.autocomplete = 'off';
  field.spellcheck = false;
  return field;
}

/** @param name of the column, which narrow screens show beside the control */
function cell(name: string, { id }: Row, control: HTMLElement): HTMLTableCellElement {
  control.setAttribute('aria-label', `${name} of ${id}`);
  const made = make('td', '', control);
  made.setAttribute('role', 'cell');
  made.dataset['column'] = name;
  return made;
}

function kindText({ kind, sources, start, end }: Row): string {
  const what = kind === 'pictures' ? `${sources.length} pictures` : sizeText(sources[0]?.size ?? 0);
  return start === undefined && end === undefined
    ? what
    : `${what}, frames ${start ?? 0} to ${end ?? 'the last'}`;
}

function sizeText(bytes: number): string {
  if (bytes < 1e3) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
