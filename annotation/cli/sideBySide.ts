import { allOrNone } from '../../evaluation/cli/allOrNone';
import { reasonOf } from '../../evaluation/cli/openPage';

/**
 * Works through a list, several browsers side by side. Whatever fails with an item may have been the browser, so the
 * next item gets a new one.
 *
 * @param open a browser
 * @param work with one item
 * @param failed is told of an item whose work threw, and why
 */
export async function sideBySide<Item, Browser extends { close: () => Promise<void> }>(
  items: readonly Item[],
  jobs: number,
  open: () => Promise<Browser>,
  work: (browser: Browser, item: Item) => Promise<void>,
  failed: (item: Item, reason: string) => void,
): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    let browser: Browser | undefined;
    try {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        browser ??= await open();
        try {
          await work(browser, item);
        } catch (error) {
          failed(item, reasonOf(error));
          await browser.close();
          browser = undefined;
        }
      }
    } finally {
      await browser?.close();
    }
  };
  await allOrNone(queue, Array.from({ length: Math.min(jobs, items.length) }, lane));
}
