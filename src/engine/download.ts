import { DepthproofError } from '../errors';
import { after } from '../timeout';

/** Milliseconds without new bytes. The time for a whole file is not limited: some people's connections are slow. */
const LONGEST_SILENCE = 30_000;

/**
 * Fetches the bytes at `url`.
 *
 * @param onProgress called whenever some arrive
 * @param cache `reload` asks the server even if the browser holds a copy
 * @throws {DepthproofError} `ASSET_MISSING`, or `ASSET_TIMEOUT` when the server falls silent
 */
export async function download(
  url: string,
  onProgress: () => void,
  cache: RequestCache = 'default',
): Promise<Uint8Array<ArrayBuffer>> {
  const silence = new AbortController();
  let withdraw: () => void = () => undefined;
  const listen = () => {
    withdraw();
    withdraw = after(LONGEST_SILENCE, () => silence.abort());
  };
  try {
    listen();
    const response = await fetch(url, { cache, signal: silence.signal });
    if (!response.ok) throw new Error(`HTTP status ${String(response.status)}`);
    const listening = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        listen();
        onProgress();
        controller.enqueue(chunk);
      },
    });
    return new Uint8Array(await new Response(response.body?.pipeThrough(listening)).arrayBuffer());
  } catch (cause) {
    throw silence.signal.aborted
      ? new DepthproofError(
          'ASSET_TIMEOUT',
          `${url} stopped arriving: nothing came for ${String(LONGEST_SILENCE / 1000)} s. Check the network, or host the files nearer.`,
          { cause },
        )
      : new DepthproofError(
          'ASSET_MISSING',
          `${url} could not be loaded (${cause instanceof Error ? cause.message : String(cause)}). Deploy the assets folder, or point the assets option at it.`,
          { cause },
        );
  } finally {
    withdraw();
  }
}
