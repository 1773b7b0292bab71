import { computeFigures } from '../../evaluation/metrics/computeFigures';
import type { Evaluation, WindowPicture } from '../../evaluation/records';
import { clipsCsv, windowsCsv } from '../../evaluation/report/csv';
import { reportHtml } from '../../evaluation/report/reportHtml';
import { reportJson } from '../../evaluation/report/reportJson';
import { style } from '../../evaluation/report/style';
import { element, make } from '../element';

/** The finished report on the page, and its files to keep. */
export class ReportView {
  readonly #section = element('report', HTMLElement);
  readonly #downloads = element('downloads', HTMLUListElement);
  readonly #root = element('report-body', HTMLElement).attachShadow({ mode: 'open' });
  #urls: string[] = [];

  /**
   * @param seconds that the run took
   * @returns the text of report.json
   */
  show(evaluation: Evaluation, pictures: ReadonlyMap<string, WindowPicture>, seconds: number): string {
    const figures = computeFigures(evaluation);
    const json = reportJson(evaluation, figures, { seconds });
    const html = reportHtml(evaluation, figures, pictures);
    this.hide();
    this.#put(html);
    this.#downloads.replaceChildren(
      this.#download('report.html', 'text/html', html),
      this.#download('report.json', 'application/json', json),
      this.#download('clips.csv', 'text/csv', clipsCsv(evaluation)),
      this.#download('windows.csv', 'text/csv', windowsCsv(evaluation)),
    );
    this.#section.hidden = false;
    return json;
  }

  hide(): void {
    this.#section.hidden = true;
    this.#root.replaceChildren();
    this.#downloads.replaceChildren();
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#urls = [];
  }

  /** In a shadow root, where neither style sheet reaches the other's page. */
  #put(html: string): void {
    // An inline style sheet would be against the page's policy, even in a document that is never shown.
    const bare = html.replace(`<style>${style.text}</style>`, '');
    const report = new DOMParser().parseFromString(bare, 'text/html');
    const sheet = new CSSStyleSheet();
    // As a page of its own it stands in the middle; here it lines up with what is above it.
    sheet.replaceSync(`${style.text} body { margin: 0; }`);
    // It becomes a part of this page, which has a main part and a first heading of its own.
    for (const main of report.querySelectorAll('main')) main.replaceWith(...main.childNodes);
    for (const heading of report.querySelectorAll('h1, h2, h3'))
      heading.setAttribute('aria-level', String(Number(heading.tagName.slice(1)) + 1));
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.replaceChildren(document.importNode(report.body, true));
  }

  #download(name: string, type: string, text: string): HTMLLIElement {
    const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    this.#urls.push(url);
    const link = make('a', 'button', name);
    link.href = url;
    link.download = name;
    return make('li', '', link);
  }
}
