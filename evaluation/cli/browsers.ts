import type { Browser, Page } from 'playwright';
import type { EvaluationPage, PageOptions } from '../judge/page';
import { findBrowser } from '../../scripts/findBrowser.mjs';
import { UsageError } from './options';

type Opened = Awaited<ReturnType<EvaluationPage['open']>>;

declare global {
  interface Window {
    evaluation: EvaluationPage;
  }
}

/** GPU backends on a machine without a GPU: SwiftShader plays it, and Chromium wants to be told that this is meant. */
const flags = [
  ...['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  ...['--enable-unsafe-webgpu', '--enable-unsafe-swiftshader'],
];

/** A browser with the evaluation page open; it is opened anew when it dies. */
export class EvaluationBrowser {
  #browser: Browser | undefined;
  #page: Page | undefined;

  constructor(
    private readonly url: string,
    private readonly options: PageOptions,
  ) {}

  /** @throws {UsageError} without Playwright or a browser; Error with the product's own message if it does not open */
  async open(): Promise<Opened> {
    const { chromium } = await import('playwright').catch((cause: unknown) => {
      throw new UsageError('evaluate drives a browser through Playwright: npm install playwright', { cause });
    });
    const executablePath = await findBrowser();
    if (!executablePath) {
      throw new UsageError('No Chrome or Chromium was found. Install one, or set CHROME_PATH to one.');
    }
    this.#browser = await chromium.launch({ executablePath, args: flags });
    this.#page = await this.#browser.newPage();
    await this.#page.goto(`${this.url}/evaluation/`);
    await this.#page.waitForFunction(() => 'evaluation' in window);
    return this.#page.evaluate((options) => window.evaluation.open(options), this.options);
  }

  async judge(...parameters: Parameters<EvaluationPage['judge']>): ReturnType<EvaluationPage['judge']> {
    if (!this.#page) throw new Error('judge() before open()');
    return this.#page.evaluate((all) => window.evaluation.judge(...all), parameters);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}
