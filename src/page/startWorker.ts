/** The part of Trusted Types that is needed here; TypeScript's own library does not know them yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/**
 * Starts the engine's worker. Under `require-trusted-types-for 'script'` the page has to allow the policy `depthproof`,
 * which lets through nothing but addresses that end in the worker's name; other pages need not know of it. Throws what the
 * browser throws where no worker may start.
 */
export function startWorker(url: URL): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes && createPolicy(trustedTypes);
  const address = policy?.createScriptURL(url.href) ?? url.href;
  return new Worker(address as string, { type: 'module', name: 'depthproof' });
}

/** `undefined` where the page allows no such policy, or not a second one: then a plain address may do. */
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
