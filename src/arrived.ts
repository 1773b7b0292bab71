import { DepthproofError } from './errors';
import { within } from './timeout';

/** Milliseconds. Each file has a few kilobytes, and `import` reports no progress before all of it is there. */
const LONGEST_WAIT = 60_000;

/**
 * Settles as the import of one of our files does.
 *
 * @param limit milliseconds
 * @throws {DepthproofError} `ASSET_MISSING` or `ASSET_TIMEOUT`
 */
export function arrived<T>(file: string, loading: Promise<T>, limit = LONGEST_WAIT): Promise<T> {
  const found = askedTwice(file, loading).catch((cause: unknown): never => {
    const message = `${file} could not be loaded (${String(cause)}). Deploy all files.`;
    throw new DepthproofError('ASSET_MISSING', message, { cause });
  });
  const late = () => new DepthproofError('ASSET_TIMEOUT', `${file} did not arrive. Check the network.`);
  return within(limit, found, late);
}

/**
 * Settles as the import of one of our files does, which is asked for once more where it failed. Under another address, for Chrome
 * and Firefox long kept a failed import: until the page was loaded anew, they did not ask again.
 */
export async function askedTwice<T>(file: string, loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (cause) {
    // A bundler's own file has another name, and it may export other names. An import map may hold the hash of this address alone.
    const address = /dynamically imported module: (\S+)$/.exec(String(cause))?.[1];
    if (!address?.endsWith(`/${file}`) || document.querySelector('[type=importmap]')) throw cause;
    const again = import(/* webpackIgnore: true */ /* @vite-ignore */ `${address}?${String(Date.now())}`);
    return (await again.catch(() => {
      throw cause;
    })) as T;
  }
}
