import { RedisStore, type RedisStoreOptions } from './redis';

/**
 * Connects the official client as the store needs it: while Redis is gone every command fails at once, and the client
 * connects again by itself.
 *
 * @param url as in `redis://localhost:6379`
 * @throws {Error} where the package `redis` is not installed or Redis cannot be reached
 */
export async function connectRedis(
  url: string,
  options?: RedisStoreOptions,
): Promise<{ store: RedisStore; close: () => void }> {
  const { createClient } = await import('redis').catch((cause: unknown) => {
    throw new Error('The package redis is missing: npm install redis', { cause });
  });
  let connected = false;
  const client = createClient({
    url,
    disableOfflineQueue: true,
    // A wrong address would otherwise be tried for ever, and in silence.
    socket: { reconnectStrategy: (tries) => connected && Math.min(50 * 2 ** tries, 2000) },
  });
  // Each command says so itself.
  client.on('error', () => undefined);
  await client.connect();
  connected = true;
  return {
    store: new RedisStore(client, options),
    close: () => {
      client.destroy();
    },
  };
}
