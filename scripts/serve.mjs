import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** @type {Record<string, string>} */
const types = {
  '': 'text/plain; charset=utf-8',
  '.bin': 'application/octet-stream',
  '.bmp': 'image/bmp',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/plain; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.tflite': 'application/octet-stream',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
};

/**
 * Returns the media type of a file by its extension.
 *
 * @param {string} path
 * @returns {string}
 */
export function contentType(path) {
  return types[extname(path).toLowerCase()] ?? 'application/octet-stream';
}

/**
 * Serves folders as static files, as any web host would, on this machine only.
 *
 * @param {Record<string, string | string[]>} mounts URL prefix (starting and ending with "/") to folder or folders,
 *   tried in order; the longest matching prefix wins
 * @param {object} [options]
 * @param {number} [options.port] first port to try, then the next free one; 0 lets the system choose
 * @param {(path: string, response: import('node:http').ServerResponse) => boolean} [options.intercept] may answer a
 *   path itself and return true
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} `url` without a trailing slash
 */
export async function serve(mounts, { port = 0, intercept = () => false } = {}) {
  const server = createServer(async (request, response) => {
    const path = pathOf(request.url ?? '/');
    if (path === undefined) {
      response.writeHead(400).end();
      return;
    }
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('x-content-type-options', 'nosniff');
    if (intercept(path, response)) return;
    if (path === '/') {
      const [query = ''] = /\?.*/.exec(request.url) ?? [];
      response.writeHead(302, { location: `/demo/${query}` }).end();
      return;
    }
    const file = await find(mounts, path.endsWith('/') ? `${path}index.html` : path);
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`Not found: ${path}\n`);
      return;
    }
    send(file, request, response);
  });
  const address = await listen(server, port);
  return {
    url: `http://localhost:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Returns the requested path; `undefined` if it is malformed, such as `/%`. */
function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

async function find(mounts, path) {
  const prefix = Object.keys(mounts)
    .filter((candidate) => path.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) return undefined;
  const inside = normalize(`/${path.slice(prefix.length)}`);
  for (const folder of [mounts[prefix]].flat()) {
    const file = join(folder, inside);
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile()) return { path: file, size: found.size };
  }
  return undefined;
}

/** Sends a file. Supports byte ranges, without which browsers cannot seek in a video and Safari does not even play it. */
function send({ path, size }, request, response) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (range && start > end) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  response.writeHead(range ? 206 : 200, {
    'content-type': contentType(path),
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
  });
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  createReadStream(path, { start, end })
    .on('error', () => response.destroy())
    .pipe(response);
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE') resolve(listen(server, port + 1));
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve(server.address()));
  });
}
