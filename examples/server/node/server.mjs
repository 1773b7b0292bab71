// A login on Node's own http module: node server.mjs
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createHandler, DepthproofServer } from 'depthproof/server';

const origin = process.env.ORIGIN ?? 'http://localhost:3000';
const depthproof = await DepthproofServer.open({ keys: [{ kid: 'a', secret: randomBytes(32) }], workers: 1 });
const handler = createHandler(depthproof, { secret: randomBytes(32).toString('hex'), origins: [origin] });

async function login(request) {
  const form = await request.formData();
  const answer = await depthproof.verify(form.get('depthproof-response'), {
    expected: { origin, action: 'login' },
  });
  // Check the password here, too.
  if (answer.success) return new Response('Welcome.');
  // Why is for you alone: it would help an attacker.
  console.warn(answer['error-codes'].join());
  return new Response('Please try again.', { status: 403 });
}

const listener = getRequestListener((request) =>
  new URL(request.url).pathname === '/login' ? login(request) : handler(request),
);
createServer(listener).listen(process.env.PORT ?? 3000, () => console.log('listening'));
