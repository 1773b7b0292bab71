const own = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'";

/** The strictest Content-Security-Policy that docs/embedding.md asks for, with pages and with the worker. */
export const forPages = `${own}; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types depthproof`;
export const forWorker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' blob:";

/** What the server sends with each path. */
export const policies = (pages: string) => (path: string) =>
  path.endsWith('-worker.js') ? forWorker : pages;
