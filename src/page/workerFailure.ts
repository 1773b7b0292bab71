import { DepthproofError } from '../errors';

/**
 * Finds out why a worker did not start, which its `error` event does not say: asks for its file once more and looks at the
 * answer and at the page's policies.
 */
export async function workerFailure(url: URL): Promise<DepthproofError> {
  let answer: Response;
  try {
    answer = await fetch(url, { cache: 'no-cache' });
  } catch (cause) {
    return new DepthproofError(
      'ASSET_MISSING',
      `${url.href} could not be loaded. Check the network, and deploy the worker there or point the assets option at its folder.`,
      { cause },
    );
  }
  void answer.body?.cancel();
  const type = answer.headers.get('content-type') ?? '';
  if (!answer.ok) {
    return missing(url, `answers with status ${String(answer.status)}. Deploy the worker there`);
  }
  if (type.includes('html')) {
    return missing(
      url,
      "is not there: the host sent a page of HTML in its place. Deploy the worker there, leave the folder out of the host's rewriting to index.html",
    );
  }
  if (!/javascript|ecmascript/.test(type)) {
    return missing(url, `has the media type "${type}". Serve it as text/javascript`);
  }
  if (!answer.headers.has(embedderPolicy) && (await pageHasEmbedderPolicy())) {
    return new DepthproofError(
      'WORKER_BLOCKED',
      `The page sends Cross-Origin-Embedder-Policy, and ${url.href} does not. Send the same header with the worker.`,
    );
  }
  return new DepthproofError(
    'ENGINE_FAILED',
    `${url.href} arrives, but the worker does not start. Deploy all files of one build together, and start a new check.`,
  );
}

function missing(url: URL, what: string): DepthproofError {
  return new DepthproofError(
    'ASSET_MISSING',
    `${url.href} ${what}, or point the assets option at its folder.`,
  );
}

const embedderPolicy = 'cross-origin-embedder-policy';

/** Only the answer that brought the page tells. */
async function pageHasEmbedderPolicy(): Promise<boolean> {
  if (globalThis.crossOriginIsolated) return true;
  const page = await fetch(location.href, { method: 'HEAD' }).catch(() => undefined);
  return page?.headers.has(embedderPolicy) ?? false;
}
