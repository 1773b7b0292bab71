/** Milliseconds that one timer counts at most. */
const STEP = 1000;

/**
 * Calls `act` after `milliseconds` in which the machine and the page ran: a timer that fires late, after a sleep or a halt,
 * counts as if it had been in time.
 *
 * @returns a function that withdraws the call
 */
export function after(milliseconds: number, act: () => void): () => void {
  let left = milliseconds;
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    const step = Math.min(left, STEP);
    timer = setTimeout(() => {
      left -= step;
      if (left > 0) wait();
      else act();
    }, step);
  };
  wait();
  return () => clearTimeout(timer);
}

/** Settles as `promise` does, or rejects with `error()` after `milliseconds`, as `after` counts them. */
export async function within<T>(milliseconds: number, promise: Promise<T>, error: () => Error): Promise<T> {
  let withdraw: (() => void) | undefined;
  const limit = new Promise<never>((_, reject) => {
    withdraw = after(milliseconds, () => reject(error()));
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    withdraw?.();
  }
}

/**
 * Settles as `promise` does, or rejects with the reason of `signal` when that aborts first. The work behind the promise
 * goes on: the caller must still release a resource that it yields later.
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
