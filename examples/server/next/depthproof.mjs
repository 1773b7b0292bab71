// One server for all routes of the process. In next.config: serverExternalPackages: ['depthproof'].
import { randomBytes } from 'node:crypto';
import { createHandler, DepthproofServer } from 'depthproof/server';

export const origin = process.env.ORIGIN ?? 'http://localhost:3000';
export const depthproof = await DepthproofServer.open({
  keys: [{ kid: 'a', secret: randomBytes(32) }],
  workers: 1,
});
export const handler = createHandler(depthproof, {
  secret: randomBytes(32).toString('hex'),
  origins: [origin],
});
