import type { Browser, Page } from 'playwright';
import { openPage } from '../../evaluation/cli/openPage';
import type { AnnotationPage } from '../page/page';
import type { Film, FilmRequest, PictureAnnotation } from '../records';

declare global {
  interface Window {
    annotation: AnnotationPage;
  }
}

/** A browser with the annotation page open. */
export class AnnotationBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  /**
   * @param url of the server (host.ts)
   * @throws {UsageError} without Playwright or a browser
   */
  static async open(url: string): Promise<AnnotationBrowser> {
    const { browser, page } = await openPage(`${url}/annotation/`);
    await page.waitForFunction(() => 'annotation' in window);
    return new AnnotationBrowser(browser, page);
  }

  openForPictures(): Promise<void> {
    return this.page.evaluate(() => window.annotation.openForPictures());
  }

  annotate(index: number): Promise<PictureAnnotation> {
    return this.page.evaluate((given) => window.annotation.annotate(given), index);
  }

  openForAges(): Promise<void> {
    return this.page.evaluate(() => window.annotation.openForAges());
  }

  ageOf(index: number): Promise<number | undefined> {
    return this.page.evaluate((given) => window.annotation.ageOf(given), index);
  }

  openForClips(): Promise<void> {
    return this.page.evaluate(() => window.annotation.openForClips());
  }

  film(request: FilmRequest): Promise<Film> {
    return this.page.evaluate((given) => window.annotation.filmClip(given), request);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
