import { assetHashes } from 'virtual:asset-hashes';
import { DepthproofError, isDepthproofError } from '../errors';
import { download } from './download';

/**
 * Loads files of the asset folder and verifies by SHA-256 that this build was made with them. The server's MIME types
 * do not matter: a file that needs one gets a blob of its own.
 */
export class Assets {
  /**
   * @param base absolute URL of the folder that holds `assets/`, with a closing slash
   * @param onProgress called whenever a piece of a file arrives
   */
  constructor(
    private readonly base: string,
    private readonly onProgress: () => void,
  ) {}

  /** The address ends in the file's hash, so that no cache ever takes one version of a file for another. */
  url(path: string): string {
    return new URL(`assets/${path}?${expected(path).sha256.slice(0, 16)}`, this.base).href;
  }

  /** @throws {DepthproofError} `ASSET_MISSING`, `ASSET_TIMEOUT` or `ASSET_CORRUPT`, naming the URL. */
  async bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const url = this.url(path);
    const wanted = expected(path);
    const bytes = await download(url, this.onProgress).catch((error: unknown) => {
      if (isDepthproofError(error, 'ASSET_MISSING')) return undefined;
      throw error;
    });
    if (bytes && (await difference(bytes, wanted)) === undefined) return bytes;
    // A cache between here and the server may not tell addresses apart by what follows the question mark, or may keep the 404
    // that the host sent before the file was there.
    const fresh = await download(url, this.onProgress, 'reload');
    const wrong = await difference(fresh, wanted);
    if (wrong === undefined) return fresh;
    throw isPage(fresh) ? missing(url) : corrupt(url, wrong);
  }

  async json<T>(path: string): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.bytes(path))) as T;
  }
}

interface Expected {
  sha256: string;
  bytes: number;
}

function expected(path: string): Expected {
  const found = assetHashes[path];
  if (!found) throw new RangeError(`${path} is not an asset of this build.`);
  return found;
}

/** Says how the bytes differ from those expected; `undefined` if they do not. */
async function difference(bytes: Uint8Array<ArrayBuffer>, wanted: Expected): Promise<string | undefined> {
  if (bytes.length !== wanted.bytes)
    return `has ${String(bytes.length)} bytes instead of ${String(wanted.bytes)}`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === wanted.sha256 ? undefined : 'has a different SHA-256 from the one this build expects';
}

/** Whether a host sent its page for what it does not find, as hosts of single-page apps do. */
function isPage(bytes: Uint8Array): boolean {
  return /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

function missing(url: string): DepthproofError {
  return new DepthproofError(
    'ASSET_MISSING',
    `${url} is not there: the host sent a page of HTML in its place. Deploy the assets folder, or point the assets option at it, and leave it out of the host's rewriting to index.html.`,
  );
}

function corrupt(url: string, what: string): DepthproofError {
  return new DepthproofError(
    'ASSET_CORRUPT',
    `${url} ${what}: it is truncated, altered or of another version. Deploy all files of one build together.`,
  );
}
