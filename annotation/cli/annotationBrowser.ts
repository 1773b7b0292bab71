import type { Browser, Page } from 'playwright';
import { openPage } from '../../evaluation/cli/openPage';
import type { AnnotationPage, Task } from '../page/page';
import type { Film, FilmRequest, PictureAnnotation } from '../records';

declare global {
  interface Window {
    annotation: AnnotationPage;
  }
}

/** A browser with the annotation page open, ready for its task. */
export class AnnotationBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  /**
   * @param url of the server (host.ts)
   * @param task what it is to look at
   * @throws {UsageError} without Playwright or a browser
   */
  static async open(url: string, task: Task): Promise<AnnotationBrowser> {
    const { browser, page } = await openPage(`${url}/annotation/`);
    try {
      await page.waitForFunction(() => 'annotation' in window);
      await page.evaluate((given) => window.annotation.open(given), task);
    } catch (error) {
      await browser.close();
      throw error;
    }
    return new AnnotationBrowser(browser, page);
  }

  annotate(index: number): Promise<PictureAnnotation> {
    return this.page.evaluate((given) => window.annotation.annotate(given), index);
  }

  ageOf(index: number): Promise<number | undefined> {
    return this.page.evaluate((given) => window.annotation.ageOf(given), index);
  }

  film(request: FilmRequest): Promise<Film> {
    return this.page.evaluate((given) => window.annotation.filmClip(given), request);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
