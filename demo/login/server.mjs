// A login that relies on the server's own judgement: `npm run login`. Sessions are in memory, or with REDIS_URL in Redis.
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { connectRedis, createHandler, DepthproofServer } from 'depthproof/server';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { welcome } from './welcome.mjs';

const port = Number(process.env.PORT ?? 8090);
const origin = process.env.ORIGIN ?? `http://localhost:${port}`;
const redis = process.env.REDIS_URL && (await connectRedis(process.env.REDIS_URL));
const depthproof = await DepthproofServer.open({
  keys: [{ kid: 'demo', secret: randomBytes(32) }],
  ...(redis && { store: redis.store }),
  workers: 1,
});
const handler = createHandler(depthproof, { secret: randomBytes(32).toString('hex'), origins: [origin] });

/** Where this server sees the request come from; behind a proxy it would be what the proxy says. */
const addressOf = (context) => context.env.incoming.socket.remoteAddress;
/** Names the visitor's browser: what it sends is worth nothing in another one. */
const browserOf = (cookie) => createHash('sha256').update(cookie).digest('base64url');
const page = (name) => readFile(new URL(name, import.meta.url), 'utf8');

const app = new Hono();
app.use(async (context, next) => {
  await next();
  // The worker compiles WebAssembly, which it has checked and holds as a blob.
  context.header(
    'content-security-policy',
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' blob:; frame-ancestors 'none'",
  );
});
app.get('/', async (context) => {
  const cookie = getCookie(context, 'browser') ?? randomBytes(16).toString('base64url');
  setCookie(context, 'browser', cookie, { httpOnly: true, sameSite: 'Strict' });
  return context.html((await page('index.html')).replace('{{browser}}', browserOf(cookie)));
});
app.get('/style.css', async (context) =>
  context.body(await page('style.css'), 200, { 'content-type': 'text/css' }),
);
const root = fileURLToPath(new URL('../../dist', import.meta.url));
app.get(
  '/depthproof.dist/*',
  serveStatic({ root, rewriteRequestPath: (path) => path.slice('/depthproof.dist'.length) }),
);
app.all('/depthproof/*', (context) => handler(context.req.raw));
app.post('/login', async (context) => {
  const form = await context.req.formData();
  const answer = await depthproof.verify(form.get('depthproof-response'), {
    expected: { origin, action: 'login', cdata: browserOf(getCookie(context, 'browser') ?? '') },
    address: addressOf(context),
  });
  return context.html(welcome(answer), answer.success ? 200 : 403);
});
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log(`The login is at ${origin}`));
