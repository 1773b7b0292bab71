import { expect, type Locator, type Page } from '@playwright/test';

/** What the tests of login pages share: the page, the check in it, and the policies that it works under. */
export const login = { path: '/examples/plain/', backend: 'wasm' } as const;
export const patience = { timeout: 120_000 };

export const check = (page: Page) => page.locator('depthproof-check');

export const startButton = (page: Page) => page.getByRole('button', { name: 'Start the camera' });

/** @param where the page with the check, or the check itself where the page has several */
export async function expectScreen(where: Page | Locator, screen: string): Promise<void> {
  const element = 'goto' in where ? check(where) : where;
  await expect(element).toHaveAttribute('screen', screen, patience);
}

const own = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'";

/** The strictest Content-Security-Policy that docs/integrate.md recommends, for pages and for the worker. */
export const forPages = `${own}; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types depthproof`;
export const forWorker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' blob:";

/** Returns the policy that the server sends with each path. */
export const policies = (pages: string) => (path: string) =>
  path.endsWith('-worker.js') ? forWorker : pages;
