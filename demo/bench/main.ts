import { fetchAssets, measureInBrowser } from '../../bench/browser';
import { told, type Report, type Table } from '../../bench/report';
import { element, make } from '../element';

const form = element('form', HTMLFormElement);
const rounds = element('rounds', HTMLInputElement);
const button = element('measure', HTMLButtonElement);
const save = element('save', HTMLButtonElement);
const status = element('status', HTMLParagraphElement);

let latest: Report | undefined;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void measure();
});
save.addEventListener('click', () => {
  const blob = new Blob([JSON.stringify(latest, null, 2)], { type: 'application/json' });
  const link = make('a', '');
  link.href = URL.createObjectURL(blob);
  link.download = 'bench.json';
  link.click();
  URL.revokeObjectURL(link.href);
});

async function measure(): Promise<void> {
  // A button that is disabled loses the focus.
  if (button.ariaDisabled === 'true') return;
  button.ariaDisabled = 'true';
  try {
    const assets = await fetchAssets('../../assets/');
    const say = (what: string) => (status.textContent = `Measuring: ${what}`);
    show(await measureInBrowser(assets, rounds.valueAsNumber, [], { onProgress: say }));
    status.textContent =
      'Done. Other programs slow all of it down: compare the rows with each other, and measure again.';
  } catch (error) {
    status.textContent = `It failed: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    button.ariaDisabled = null;
  }
}

function show(report: Report): void {
  latest = report;
  const { conditions, contenders, kernels } = told(report);
  element('conditions', HTMLParagraphElement).textContent = conditions;
  fill(element('contenders', HTMLTableElement), contenders);
  fill(element('kernels', HTMLTableElement), kernels);
  element('missing', HTMLUListElement).replaceChildren(
    ...report.missing.map(({ name, reason }) => make('li', '', `${name}: ${reason}`)),
  );
  element('figures', HTMLElement).hidden = false;
  save.hidden = false;
}

function fill(table: HTMLTableElement, { head, rows }: Table): void {
  const columns = head.map((text) => header('col', text));
  const lines = rows.map(([name = '', ...figures]) =>
    make('tr', '', header('row', name), ...figures.map((text) => make('td', '', text))),
  );
  table.replaceChildren(make('thead', '', make('tr', '', ...columns)), make('tbody', '', ...lines));
}

function header(scope: 'col' | 'row', text: string): HTMLTableCellElement {
  const cell = make('th', '', text);
  cell.scope = scope;
  return cell;
}
