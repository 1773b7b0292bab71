/** Milliseconds between looks at the clock. */
const TICK = 1000;
/** Milliseconds between two looks after which the machine must have slept. */
const LONGEST_TICK = 5000;

/**
 * Says every second that time has passed, and when the page is back from being hidden or asleep, during which nothing
 * was to be expected of camera and person. Silent while the page is hidden, and for good once `signal` is aborted.
 */
export function pageClock(
  say: (what: { type: 'tick' | 'resumed'; now: number }) => void,
  signal: AbortSignal,
): void {
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    const slept = now - last > LONGEST_TICK;
    last = now;
    if (!document.hidden) say({ type: slept ? 'resumed' : 'tick', now });
  };
  const timer = setInterval(look, TICK);
  const back = () => {
    last = performance.now();
    if (!document.hidden) say({ type: 'resumed', now: last });
  };
  document.addEventListener('visibilitychange', back, { signal });
  signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
}
