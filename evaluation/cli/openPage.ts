import type { Browser, Page } from 'playwright';
import { findBrowser } from '../../scripts/findBrowser.mjs';
import { UsageError } from './options';

/** GPU backends on a machine without a GPU: SwiftShader plays it, and Chromium wants to be told that this is meant. */
const flags = [
  ...['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  ...['--enable-unsafe-webgpu', '--enable-unsafe-swiftshader'],
];

/**
 * A page in a headless browser of its own.
 *
 * @throws {UsageError} without Playwright or a browser
 */
export async function openPage(url: string): Promise<{ browser: Browser; page: Page }> {
  const { chromium } = await import('playwright').catch((cause: unknown) => {
    throw new UsageError('This command drives a browser through Playwright: npm install playwright', {
      cause,
    });
  });
  const executablePath = await findBrowser();
  if (!executablePath) {
    throw new UsageError('No Chrome or Chromium was found. Install one, or set CHROME_PATH to one.');
  }
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    return { browser, page };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Playwright wraps what the page threw in its own words and the page's stack. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^page\.evaluate: (\w*Error: )?/, '').split('\n    at ')[0] ?? message;
}
