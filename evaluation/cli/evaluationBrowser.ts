import type { Browser, Page } from 'playwright';
import { findBrowser } from '../../scripts/findBrowser.mjs';
import type { BackendName } from '../../src/backends/backend';
import type { ClipResult } from '../records';
import type { EvaluationPage, PageOptions, RunRequest } from '../run/page';
import { UsageError } from './options';

type Opened = Awaited<ReturnType<EvaluationPage['open']>>;

/** Lets Chromium take SwiftShader, a software rasterizer, on a machine without a GPU. */
const flags = [
  ...['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  ...['--enable-unsafe-webgpu', '--enable-unsafe-swiftshader'],
];

/** A headless browser with the evaluation page. It can be opened again after it has died. */
export class EvaluationBrowser {
  #browser: Browser | undefined;
  #page: Page | undefined;

  /** @param writeCrop stores a PNG, given as a data URL, below the folder of --export-crops */
  constructor(
    private readonly url: string,
    private readonly options: Omit<PageOptions, 'backend'>,
    private readonly writeCrop: (path: string, png: string) => void,
  ) {}

  /**
   * @throws {UsageError} without Playwright or a browser
   * @throws {Error} with the product's own message if it does not open
   */
  async open(backend: BackendName | undefined): Promise<Opened> {
    this.#browser = await launch();
    this.#page = await this.#browser.newPage();
    await this.#page.exposeFunction('writeCrop', this.writeCrop);
    await this.#page.goto(`${this.url}/evaluation/`);
    await this.#page.waitForFunction(() => 'evaluation' in window);
    return this.#page.evaluate((options) => window.evaluation.open(options), { ...this.options, backend });
  }

  /** Version of the browser that is open. */
  get version(): string | undefined {
    return this.#browser?.version();
  }

  async run(request: RunRequest): Promise<ClipResult> {
    if (!this.#page) throw new Error('run() before open()');
    return this.#page.evaluate((asked) => window.evaluation.run(asked), request);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}

async function launch(): Promise<Browser> {
  const { chromium } = await import('playwright').catch((cause: unknown) => {
    throw new UsageError('This command drives a browser through Playwright: npm install playwright', {
      cause,
    });
  });
  const executablePath = await findBrowser().catch((cause: unknown) => {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  });
  if (!executablePath)
    throw new UsageError('No Chrome or Chromium was found. Install one, or set CHROME_PATH to one.');
  return chromium.launch({ executablePath, args: flags });
}

/** Returns the page's own message, without Playwright's words, the page's stack and the browser's log around it. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/^page\.evaluate: Target /.test(message))
    return 'the browser crashed: run the command again, which judges this clip anew';
  return message.replace(/^page\.evaluate: (\w*Error: )?/, '').split('\n    at ')[0] ?? message;
}
