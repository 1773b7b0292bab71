// A process of its own that verifies what its parent sends, with the built package, as each process of a site would.
import { connectRedis, DepthproofServer } from '../../../dist/server/index.js';

const { url, keys, model } = JSON.parse(process.argv[2]);
// A busy machine is no Redis that is gone.
const { store } = await connectRedis(url, { timeout: 30_000 });
const server = await DepthproofServer.open({
  keys: keys.map(({ kid, secret }) => ({ kid, secret: Buffer.from(secret, 'base64url') })),
  store,
  workers: 1,
  longestWait: 60_000,
  files: { model },
});
process.on('message', async ({ id, response }) => {
  process.send({ id, answer: await server.verify(response) });
});
process.on('disconnect', () => process.exit());
process.send({ id: 'open' });
