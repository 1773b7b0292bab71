import { expect, type Page } from '@playwright/test';

/** Returns the demo page's journal, see demo/journal.ts: the `data-` attributes of its root element. */
export function journal(page: Page): Promise<DOMStringMap> {
  return page.evaluate(() => ({ ...document.documentElement.dataset }));
}

/** Waits until an entry of the journal is `expected`. */
export async function expectJournal(
  page: Page,
  name: 'state' | 'hint' | 'errorCode',
  expected: string | RegExp,
  timeout = 60_000,
): Promise<void> {
  const entry = expect.poll(async () => (await journal(page))[name], { timeout });
  await (typeof expected === 'string' ? entry.toBe(expected) : entry.toMatch(expected));
}

/** Options of a demo page that starts by itself and ends with the first verdict. */
export const start = { start: '', once: '' };
