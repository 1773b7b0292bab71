import { within } from '../../timeout';
import { RedisStore, type RedisStoreOptions } from './redis';

/** Milliseconds without an answer after which a connection leads nowhere. */
const LONGEST_SILENCE = 5000;
/** Milliseconds from one look at the connection to the next. */
const LOOK_EVERY = 1000;

/**
 * Connects the official client as the store needs it: while Redis is gone every command fails at once, and it is connected
 * again when it is back.
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
  const answered = <T>(call: Promise<T>) =>
    within(LONGEST_SILENCE, call, () => new Error('it does not answer'));
  const open = async () => {
    // Not by the client's own strategy, which waits as long as TCP for a host that fails: a quarter of an hour.
    const opened = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: false } });
    // Each command says so itself.
    opened.on('error', () => undefined);
    try {
      await answered(opened.connect());
    } catch (error) {
      if (opened.isOpen) opened.destroy();
      throw error;
    }
    return opened;
  };
  let client = await open().catch((cause: unknown) => {
    // A host with several addresses gives an error without a message.
    const { message, code } = cause as NodeJS.ErrnoException;
    throw new Error(`Redis cannot be reached: ${message || String(code)}`, { cause });
  });

  let closed = false;
  let next: NodeJS.Timeout | undefined;
  const close = () => {
    closed = true;
    clearTimeout(next);
    if (client.isOpen) client.destroy();
  };
  const look = async () => {
    try {
      // An answer that refuses, as where the user may not ping, is one.
      await answered(
        client.ping().catch((error: unknown) => client.isReady || Promise.reject(error as Error)),
      );
    } catch {
      if (client.isOpen) client.destroy();
      client = await open().catch(() => client);
    }
    if (closed) close();
    else plan();
  };
  const plan = () => {
    next = setTimeout(() => void look(), LOOK_EVERY);
  };
  plan();
  return {
    store: new RedisStore({ eval: (script, given) => client.eval(script, given) }, options),
    close,
  };
}
