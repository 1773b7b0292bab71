import type { ClipResult, Provenance } from '../../evaluation/records';
import { makeReport } from '../../evaluation/report/makeReport';
import { style } from '../../evaluation/report/style';
import { element, make } from '../element';

/** The finished report on the page, and its files for download. */
export class ReportView {
  readonly #section = element('report', HTMLElement);
  readonly #downloads = element('downloads', HTMLUListElement);
  readonly #root = element('report-body', HTMLElement).attachShadow({ mode: 'open' });
  #urls: string[] = [];

  /**
   * @param seconds that the run took
   * @returns the text of report.json
   */
  show(provenance: Provenance, results: readonly ClipResult[], seconds: number): string {
    const { files } = makeReport(provenance, results, { seconds });
    this.hide();
    this.#put(files['report.html'].join(''));
    this.#downloads.replaceChildren(
      this.#download('report.html', 'text/html', files['report.html']),
      this.#download('report.json', 'application/json', files['report.json']),
      this.#download('clips.csv', 'text/csv', files['clips.csv']),
      this.#download('windows.csv', 'text/csv', files['windows.csv']),
    );
    this.#section.hidden = false;
    return files['report.json'].join('');
  }

  hide(): void {
    this.#section.hidden = true;
    this.#root.replaceChildren();
    this.#downloads.replaceChildren();
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#urls = [];
  }

  /** Shows the report in a shadow root: neither style sheet reaches the other's page. */
  #put(html: string): void {
    // The page's policy forbids an inline style sheet, even in a document that is never shown.
    const bare = html.replace(`<style>${style.text}</style>`, '');
    const report = new DOMParser().parseFromString(bare, 'text/html');
    const sheet = new CSSStyleSheet();
    // A page of its own is centred; here the report lines up with the content above it.
    sheet.replaceSync(`${style.text} body { margin: 0; }`);
    // This page has a main part and a first heading of its own.
    for (const main of report.querySelectorAll('main')) main.replaceWith(...main.childNodes);
    for (const heading of report.querySelectorAll('h1, h2, h3'))
      heading.setAttribute('aria-level', String(Number(heading.tagName.slice(1)) + 1));
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.replaceChildren(document.importNode(report.body, true));
  }

  #download(name: string, type: string, pieces: string[]): HTMLLIElement {
    const url = URL.createObjectURL(new Blob(pieces, { type: `${type};charset=utf-8` }));
    this.#urls.push(url);
    const link = make('a', 'button', name);
    link.href = url;
    link.download = name;
    return make('li', '', link);
  }
}
