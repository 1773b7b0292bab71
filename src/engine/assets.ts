import { assetHashes } from 'virtual:asset-hashes';
import { DepthproofError } from '../errors';
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

  url(path: string): string {
    return new URL(`assets/${path}`, this.base).href;
  }

  /** @throws {DepthproofError} `ASSET_MISSING`, `ASSET_TIMEOUT` or `ASSET_CORRUPT`, naming the URL. */
  async bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const expected = assetHashes[path];
    if (!expected) throw new RangeError(`${path} is not an asset of this build.`);
    const url = this.url(path);
    const bytes = await download(url, this.onProgress);
    if (bytes.length !== expected.bytes) {
      throw corrupt(url, `has ${String(bytes.length)} bytes instead of ${String(expected.bytes)}`);
    }
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hex !== expected.sha256) throw corrupt(url, 'has another SHA-256 than the one this build expects');
    return bytes;
  }

  async json<T>(path: string): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.bytes(path))) as T;
  }
}

function corrupt(url: string, what: string): DepthproofError {
  return new DepthproofError(
    'ASSET_CORRUPT',
    `${url} ${what}: it is truncated, altered or of another version. Deploy all files of one build together.`,
  );
}
