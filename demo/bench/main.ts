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
  button.disabled = true;
  try {
    const assets = await fetchAssets('../../assets/');
    const say = (what: string) => (status.textContent = `Measuring: ${what}`);
    show(await measureInBrowser(assets, rounds.valueAsNumber, [], say));
    status.textContent =
      'Done. Other programs that run meanwhile make all of it slower: compare, and measure again.';
  } catch (error) {
    status.textContent = `It failed: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    button.disabled = false;
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
  const cells = (tag: 'th' | 'td', texts: string[]) => texts.map((text) => make(tag, '', text));
  table.replaceChildren(
    make('thead', '', make('tr', '', ...cells('th', head))),
    make('tbody', '', ...rows.map((texts) => make('tr', '', ...cells('td', texts)))),
  );
}
