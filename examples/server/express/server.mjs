// A login on Express: node server.mjs
import { randomBytes } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import { createHandler, DepthproofServer } from 'depthproof/server';
import express from 'express';

const origin = process.env.ORIGIN ?? 'http://localhost:3000';
const depthproof = await DepthproofServer.open({ keys: [{ kid: 'a', secret: randomBytes(32) }], workers: 1 });
const handler = createHandler(depthproof, { secret: randomBytes(32).toString('hex'), origins: [origin] });

const app = express();
// Before any parser of bodies: the handler reads them itself.
app.all('/depthproof/{*route}', getRequestListener(handler));
app.post('/login', express.urlencoded({ extended: false, limit: '200kb' }), async (request, response) => {
  const answer = await depthproof.verify(request.body['depthproof-response'], {
    expected: { origin, action: 'login' },
    address: request.ip,
  });
  // Check the password here, too.
  if (answer.success) {
    response.send('Welcome.');
    return;
  }
  // Why is for you alone: it would help an attacker.
  console.warn(answer['error-codes'].join());
  response.status(403).send('Please try again.');
});
app.listen(process.env.PORT ?? 3000, () => console.log('listening'));
