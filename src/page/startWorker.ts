import { workerHash } from 'virtual:worker-hash';

/** The part of Trusted Types needed here, which TypeScript's own library does not declare yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/** The worker's address ends in its hash, so that no cache gives a page the worker of another version. */
export function workerUrl(base: URL): URL {
  return new URL(`depthproof-worker.js${workerHash && `?${workerHash}`}`, base);
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/**
 * Starts the engine's worker. A page with `require-trusted-types-for 'script'` has to allow the policy `depthproof`,
 * which accepts only addresses that end in the worker's name; other pages need no policy. Throws the browser's own
 * error if no worker may start.
 */
export function startWorker(url: URL): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes && createPolicy(trustedTypes);
  const address = policy?.createScriptURL(url.href) ?? url.href;
  return new Worker(address as string, { type: 'module', name: 'depthproof' });
}

/** `undefined` if the page allows no such policy, or not a second one: a plain address may work then. */
function createPolicy(trustedTypes: TrustedTypes): typeof policy {
  try {
    return trustedTypes.createPolicy('depthproof', {
      createScriptURL(given) {
        if (!new URL(given).pathname.endsWith('/depthproof-worker.js'))
          throw new TypeError(`${given} is no worker of Depthproof.`);
        return given;
      },
    });
  } catch {
    return undefined;
  }
}
