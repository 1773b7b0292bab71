/** Milliseconds between ticks. */
const TICK = 1000;
/** Milliseconds between two ticks after which the machine must have slept. */
const LONGEST_TICK = 5000;

/**
 * Calls `onTick` every second with a `tick`, or with `resumed` when the page is back from being hidden or asleep:
 * meanwhile neither camera nor person could be expected to do anything. Silent while the page is hidden, and once
 * `signal` aborts.
 */
export function sessionClock(
  onTick: (input: { type: 'tick' | 'resumed'; now: number }) => void,
  signal: AbortSignal,
): void {
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    const slept = now - last > LONGEST_TICK;
    last = now;
    if (!document.hidden) onTick({ type: slept ? 'resumed' : 'tick', now });
  };
  const timer = setInterval(tick, TICK);
  const onChange = () => {
    last = performance.now();
    if (!document.hidden) onTick({ type: 'resumed', now: last });
  };
  document.addEventListener('visibilitychange', onChange, { signal });
  signal.addEventListener('abort', () => clearInterval(timer));
}
