// A login on Hono: node server.mjs
import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { createHandler, DepthproofServer } from 'depthproof/server';
import { Hono } from 'hono';

const origin = process.env.ORIGIN ?? 'http://localhost:3000';
const depthproof = await DepthproofServer.open({ keys: [{ kid: 'a', secret: randomBytes(32) }], workers: 1 });
const handler = createHandler(depthproof, { secret: randomBytes(32).toString('hex'), origins: [origin] });

const app = new Hono();
app.all('/depthproof/*', (context) => handler(context.req.raw));
app.post('/login', async (context) => {
  const form = await context.req.formData();
  const answer = await depthproof.verify(form.get('depthproof-response'), {
    expected: { origin, action: 'login' },
  });
  // Check the password here, too.
  if (answer.success) return context.text('Welcome.');
  // Why is for you alone: it would help an attacker.
  console.warn(answer['error-codes'].join());
  return context.text('Please try again.', 403);
});
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) }, () => console.log('listening'));
