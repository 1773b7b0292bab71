import { DepthproofError } from './errors';
import { within } from './timeout';

/** Milliseconds. Each file has a few kilobytes, and `import` reports no progress before all of it is there. */
const LONGEST_WAIT = 60_000;

/**
 * Settles as the import of one of our files does.
 *
 * @throws {DepthproofError} `ASSET_MISSING` or `ASSET_TIMEOUT`
 */
export function arrived<T>(file: string, loading: Promise<T>): Promise<T> {
  const found = loading.catch((cause: unknown): never => {
    throw new DepthproofError('ASSET_MISSING', `${file} could not be loaded. Deploy all files.`, { cause });
  });
  const late = () => new DepthproofError('ASSET_TIMEOUT', `${file} did not arrive. Check the network.`);
  return within(LONGEST_WAIT, found, late);
}
