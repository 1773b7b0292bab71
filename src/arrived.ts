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
  const found = loading.catch((cause: unknown): never => {
    const message = `${file} could not be loaded (${String(cause)}). Deploy all files.`;
    throw new DepthproofError('ASSET_MISSING', message, { cause });
  });
  const late = () => new DepthproofError('ASSET_TIMEOUT', `${file} did not arrive. Check the network.`);
  return within(limit, found, late);
}
