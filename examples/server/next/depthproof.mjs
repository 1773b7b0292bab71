// One server for all routes of the process: Next may bundle this file into each of them, and what one route's server signs
// another's would not know. In next.config: serverExternalPackages: ['depthproof'].
import { randomBytes } from 'node:crypto';
import { createHandler, DepthproofServer } from 'depthproof/server';

export const origin = process.env.ORIGIN ?? 'http://localhost:3000';
globalThis.depthproofOpening ??= DepthproofServer.open({
  keys: [{ kid: 'a', secret: randomBytes(32) }],
  workers: 1,
});
export const depthproof = await globalThis.depthproofOpening;
export const handler = createHandler(depthproof, {
  secret: randomBytes(32).toString('hex'),
  origins: [origin],
});
