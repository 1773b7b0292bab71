import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { DepthproofServer } from './depthproofServer';
import { createHandler, TEST_SECRETS } from './handler';
import type { SigningKey } from './sessions';
import { connectRedis } from './store/connectRedis';

const usage = `depthproof serve [--port 8787] [--host 127.0.0.1] [--workers <n>] [--gpu]

Gives out sessions and judges responses over HTTP; GET /openapi.json describes it. Set in the environment:

  DEPTHPROOF_SECRET    what the site's backend has to show; at least 32 characters
  DEPTHPROOF_KEYS      keys that sessions are signed with: <kid>:<base64url of 32 bytes or more>,... the first one signs
  DEPTHPROOF_ORIGINS   origins of pages that may ask for sessions themselves, separated by commas
  REDIS_URL            where several processes share one store (npm install redis); without it sessions are in memory
`;

/** Milliseconds that an idle connection stays open: longer than with a load balancer, whose next request would meet a closed one. */
const KEEP_ALIVE = 75_000;
/** Seconds that requests under way have to end after SIGTERM. */
const GRACE = 10;

/** Runs `depthproof serve`. */
export async function serve(parameters: string[]): Promise<void> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      workers: { type: 'string' },
      gpu: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const { DEPTHPROOF_SECRET: given, DEPTHPROOF_KEYS, DEPTHPROOF_ORIGINS, REDIS_URL } = process.env;
  for (const [name, value] of Object.entries(values))
    if (value === '') throw new RangeError(`--${name} is empty.`);
  const secret = given || randomBytes(32).toString('base64url');
  if (!given) console.log(`DEPTHPROOF_SECRET is not set; for this run it is ${secret}`);
  if (Object.values<string>(TEST_SECRETS).includes(secret))
    throw new Error('DEPTHPROOF_SECRET is one of the secrets for tests, which everyone knows.');
  if (REDIS_URL && !DEPTHPROOF_KEYS)
    throw new Error('Several processes need the same keys: set DEPTHPROOF_KEYS.');
  const redis = REDIS_URL ? await connectRedis(REDIS_URL) : undefined;
  const server = await DepthproofServer.open({
    keys: keysOf(DEPTHPROOF_KEYS),
    gpu: values.gpu,
    ...(redis && { store: redis.store }),
    ...(values.workers !== undefined && { workers: Number(values.workers) }),
  });
  const origins = (DEPTHPROOF_ORIGINS ?? '').split(',').flatMap((origin) => origin.trim() || []);
  const handler = createHandler(server, { secret, origins, path: '' });
  const answer = await routes(server, handler);
  const answerOrLast = async (request: Request) => {
    const response = await answer(request);
    // After SIGTERM: an open connection would bring more requests, and keep the process from ending.
    if (!http.listening) response.headers.set('connection', 'close');
    return response;
  };
  // A request of HTTP/1.0 need not name a host, as a load balancer's health check does not.
  const listener = getRequestListener(answerOrLast, { hostname: 'localhost' });
  const http = createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
    void listener(request, response);
  });
  const url = await listen(http, Number(values.port), values.host);
  console.log(`depthproof serve: ${url}`);

  const stop = () => {
    http.close(() => {
      void server.close().then(() => redis?.close());
    });
    setTimeout(() => {
      http.closeAllConnections();
    }, GRACE * 1000).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function routes(
  server: DepthproofServer,
  handler: (request: Request) => Promise<Response>,
): Promise<(request: Request) => Promise<Response>> {
  const description = await readFile(new URL('openapi.json', import.meta.url), 'utf8');
  const pages: Record<string, () => Response | Promise<Response>> = {
    '/health': () => text('ok\n'),
    '/ready': () =>
      server.ready().then(
        () => text('ready\n'),
        (error: unknown) => text(`${String(error)}\n`, 503),
      ),
    '/metrics': () => text(server.metrics()),
    '/openapi.json': () => new Response(description, { headers: { 'content-type': 'application/json' } }),
  };
  return async (request) => {
    const page = pages[new URL(request.url).pathname];
    if (!page) return handler(request);
    if (['GET', 'HEAD'].includes(request.method)) return page();
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  };
}

/** @throws {RangeError} where a key is not `<kid>:<base64url>` */
function keysOf(setting: string | undefined): SigningKey[] {
  if (!setting) return [{ kid: 'random', secret: randomBytes(32) }];
  return setting.split(',').map((entry) => {
    const [kid, text, ...rest] = entry.trim().split(':');
    if (!kid || !text || rest.length > 0)
      throw new RangeError('DEPTHPROOF_KEYS must be <kid>:<base64url>,...');
    return { kid, secret: Buffer.from(text, 'base64url') };
  });
}

function text(body: string, status = 200): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

function listen(http: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      const named = host.includes(':') ? `[${host}]` : host;
      resolve(`http://${named}:${String((http.address() as AddressInfo).port)}`);
    });
  });
}
