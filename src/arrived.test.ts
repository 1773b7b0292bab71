import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { arrived, askedTwice } from './arrived';

/** A module at an address that ends in the file's name; the rest of it is a comment, and so is what follows a question mark. */
const address = 'data:text/javascript,export%20const%20answer=42//element.js';
const refused = (message: string) => Promise.reject(new TypeError(message));

const pageWith = (importMap: object | null) => ({ querySelector: () => importMap });
beforeEach(() => {
  vi.stubGlobal('document', pageWith(null));
});
afterEach(() => vi.unstubAllGlobals());

describe('the import of a file', () => {
  it.each([
    ['Chrome', 'Failed to fetch dynamically imported module:'],
    ['Firefox', 'error loading dynamically imported module:'],
  ])('is asked for once more under another address, since %s keeps one that failed', async (_, message) => {
    expect(await arrived('element.js', refused(`${message} ${address}`))).toMatchObject({ answer: 42 });
  });

  it.each([
    // Under this name its exports may have other names.
    `Failed to fetch dynamically imported module: ${address.replace('element', 'chunk-1a2b')}`,
    'Importing a module script failed.',
    `Loading chunk 7 failed. (error: ${address})`,
  ])('is not asked for again where it is no file of ours, or cannot be told: %s', async (message) => {
    await expect(askedTwice('element.js', refused(message))).rejects.toThrow(message);
  });

  it('is not asked for again past an import map, which may hold the hash of its address', async () => {
    vi.stubGlobal('document', pageWith({}));
    const message = `Failed to fetch dynamically imported module: ${address}`;
    await expect(askedTwice('element.js', refused(message))).rejects.toThrow(message);
  });

  it('says what kept it away the first time', async () => {
    const message = 'Failed to fetch dynamically imported module: https://example.org/element.js';
    await expect(arrived('element.js', refused(message))).rejects.toMatchObject({
      code: 'ASSET_MISSING',
      message: expect.stringContaining(`(TypeError: ${message})`) as string,
    });
  });
});
