import type { Browser, Page } from 'playwright';
import type { BackendName } from '../../src/backends/backend';
import type { EvaluationPage, PageOptions } from '../judge/page';
import { openPage } from './openPage';

type Opened = Awaited<ReturnType<EvaluationPage['open']>>;

declare global {
  interface Window {
    evaluation: EvaluationPage;
  }
}

/** A browser with the evaluation page open; it is opened anew when it dies. */
export class EvaluationBrowser {
  #browser: Browser | undefined;
  #page: Page | undefined;

  constructor(
    private readonly url: string,
    private readonly options: Omit<PageOptions, 'backend'>,
  ) {}

  /** @throws {UsageError} without Playwright or a browser; Error with the product's own message if it does not open */
  async open(backend: BackendName | undefined): Promise<Opened> {
    ({ browser: this.#browser, page: this.#page } = await openPage(`${this.url}/evaluation/`));
    await this.#page.waitForFunction(() => 'evaluation' in window);
    return this.#page.evaluate((options) => window.evaluation.open(options), { ...this.options, backend });
  }

  /** Of the browser that is open. */
  get version(): string | undefined {
    return this.#browser?.version();
  }

  async judge(...parameters: Parameters<EvaluationPage['judge']>): ReturnType<EvaluationPage['judge']> {
    if (!this.#page) throw new Error('judge() before open()');
    return this.#page.evaluate((all) => window.evaluation.judge(...all), parameters);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}
