import { within } from '../../timeout';
import type { AttemptLimit, Store } from './store';

/** The one command of the official client (`redis`, 5 or later) that the store needs. */
export interface RedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

export interface RedisStoreOptions {
  /** Put in front of every key; default `depthproof:`. */
  prefix?: string;
  /** Milliseconds after which Redis counts as gone; default 1000. */
  timeout?: number;
}

/**
 * A session lives and dies with the server process that took it in: one that comes back with older data, or a
 * replica that takes over and lacks the last writes, has another run_id and gives no session out a second time.
 */
const RUN = `
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
`;
const OPEN = `${RUN}
redis.call('SET', KEYS[1], run .. ' ', 'EX', ARGV[1])
return 1`;
const TAKE = `${RUN}
local value = redis.call('GET', KEYS[1])
if value == run .. ' ' then
  redis.call('SET', KEYS[1], run .. ' ' .. ARGV[1], 'KEEPTTL')
  return 1
end
return value == run .. ' ' .. ARGV[1] and 1 or 0`;
const TOOK = `${RUN}
return redis.call('GET', KEYS[1]) == run .. ' ' .. ARGV[1] and 1 or 0`;
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local paused = tonumber(redis.call('HGET', KEYS[1], 'paused') or 0)
local wait = math.max(0, math.ceil((paused - now) / 1000))
`;
const ATTEMPT = `${NOW}
if wait > 0 then return wait end
local free, pause, longest, memory = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local left = redis.call('PTTL', KEYS[1])
if left > 0 then redis.call('HSET', KEYS[1], 'before', string.format('%d', now + left)) end
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
local seconds = failures < free and 0 or math.min(longest, pause * 2 ^ (failures - free))
redis.call('HSET', KEYS[1], 'paused', string.format('%d', now + 1000 * seconds))
if failures == 1 or seconds > 0 then redis.call('EXPIRE', KEYS[1], math.ceil(seconds + memory)) end
return 0`;
const PAUSE = `${NOW}
return wait`;
const FORGIVE = `
if ARGV[1] == 'all' or tonumber(redis.call('HGET', KEYS[1], 'failures') or 0) <= 1 then
  redis.call('DEL', KEYS[1])
else
  redis.call('HINCRBY', KEYS[1], 'failures', -1)
  redis.call('HDEL', KEYS[1], 'paused')
  local before = redis.call('HGET', KEYS[1], 'before')
  if before then redis.call('PEXPIREAT', KEYS[1], before) end
end
return 1`;

/** A store that any number of processes share. Works with Redis 6.2 or later; each script uses one key. */
export class RedisStore implements Store {
  readonly #prefix: string;
  readonly #timeout: number;

  /** @param client connected; created with `disableOfflineQueue`, so that it fails at once while Redis is gone */
  constructor(
    private readonly client: RedisClient,
    { prefix = 'depthproof:', timeout = 1000 }: RedisStoreOptions = {},
  ) {
    this.#prefix = prefix;
    this.#timeout = timeout;
  }

  async open(session: string, seconds: number): Promise<void> {
    await this.#run(OPEN, `session:${session}`, seconds);
  }

  async take(session: string, owner: string): Promise<boolean> {
    return (await this.#run(TAKE, `session:${session}`, owner)) === 1;
  }

  async took(session: string, owner: string): Promise<boolean> {
    return (await this.#run(TOOK, `session:${session}`, owner)) === 1;
  }

  attempt(key: string, { failures, pause, longestPause, memory }: AttemptLimit): Promise<number> {
    return this.#run(ATTEMPT, `attempts:${key}`, failures, pause, longestPause, memory);
  }

  pause(key: string): Promise<number> {
    return this.#run(PAUSE, `attempts:${key}`);
  }

  async forgive(key: string, which: 'last' | 'all'): Promise<void> {
    await this.#run(FORGIVE, `attempts:${key}`, which);
  }

  async check(): Promise<void> {
    // Reading is not enough: a replica, or a Redis whose memory or disk is full, takes no session in.
    await this.open('check', 1);
  }

  async #run(script: string, key: string, ...values: (string | number)[]): Promise<number> {
    const answer = this.client.eval(script, { keys: [this.#prefix + key], arguments: values.map(String) });
    const late = () => new Error(`Redis did not answer within ${String(this.#timeout)} ms.`);
    return Number(await within(this.#timeout, answer, late));
  }
}
